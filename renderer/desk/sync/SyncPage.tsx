export default function SyncPage() { return <h1>同步</h1>; }
