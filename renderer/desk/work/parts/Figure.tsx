/** One figure of a page, with what it counts below it; an alarming one stands out by colour and sign. */
export function Figure({
  label,
  value,
  meaning,
  alarm = false,
}: {
  label: string;
  value: number | string;
  meaning: string;
  alarm?: boolean;
}) {
  return (
    <div className="figure" data-alarm={alarm || undefined}>
      <div className="figure-label">{label}</div>
      <div className="figure-value">{value}</div>
      <div className="figure-meaning">{meaning}</div>
    </div>
  );
}
