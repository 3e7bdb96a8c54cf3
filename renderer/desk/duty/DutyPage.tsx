export default function DutyPage() { return <h1>值班</h1>; }
