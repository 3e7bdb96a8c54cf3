export default function RegisterPage() {
  return <h1>受理</h1>;
}
