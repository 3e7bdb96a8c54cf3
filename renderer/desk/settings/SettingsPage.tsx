export default function SettingsPage() { return <h1>设置</h1>; }
