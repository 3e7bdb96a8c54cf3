export default function PrintingPage() { return <h1>打印</h1>; }
