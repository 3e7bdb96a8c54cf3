export default function StatisticsPage() { return <h1>统计</h1>; }
