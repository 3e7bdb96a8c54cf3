import { useEffect, useState } from 'react';

/** Says that work is going on, once it takes longer than half a second: what is being done and for how long already. */
export function Progress({ words }: { words: string }) {
  const [tenths, setTenths] = useState(0);
  useEffect(() => {
    const start = Date.now();
    const timer = window.setInterval(() => setTenths(Math.floor((Date.now() - start) / 100)), 100);
    return () => window.clearInterval(timer);
  }, []);
  if (tenths < 5) return null;
  return (
    <div className="progress" role="status">
      <span className="progress-bar" aria-hidden="true" />
      <span>
        {words}
        <span aria-hidden="true">（已用 {Math.floor(tenths / 10)} 秒）</span>
      </span>
    </div>
  );
}
