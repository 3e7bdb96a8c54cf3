import { useEffect, useState } from 'react';
import type { StatusView } from '../../../domain/contract/views/station.ts';
import { date, shortTime, timeWithSeconds } from '../format.ts';
import { Icon, type IconName } from '../pieces/Icon.tsx';
import { RecomputeBar } from './RecomputeBar.tsx';
import { go, type PageId } from './router.ts';
import { printerWords, syncWords } from './status-words.ts';

interface PartProps {
  icon: IconName;
  words: string;
  opens: PageId;
  name: string;
  level?: 'calm' | 'busy' | 'warn' | 'bad';
}

function Part({ icon, words, opens, name, level = 'calm' }: PartProps) {
  return (
    <button
      type="button"
      className={`status-part status-${level}`}
      title={`${words}（打开${name}）`}
      onClick={() => go({ page: opens })}
    >
      <Icon name={icon} size={15} />
      <span className="visually-hidden">{name}：</span>
      <span className="status-words">{words}</span>
    </button>
  );
}

export interface StatusBarProps {
  status: StatusView | undefined;
  /** Whether the event stream is up: without it nothing here is news. */
  connected: boolean;
  onSignOut: () => void;
}

/** The bar that never lies: each part says what the core knows and opens the page with the details. */
export function StatusBar({ status, connected, onSignOut }: StatusBarProps) {
  if (!status) return <footer className="status-bar" />;
  const sync = syncWords(status.sync, status.now);
  return (
    <footer className="status-bar">
      <Part icon="home" words={`${status.station.code} ${status.station.name}`} opens="settings" name="站点" />
      <span className="status-officer">
        <Part icon="user" words={officerWords(status)} opens="settings" name="工作人员" />
        <button type="button" className="status-part status-out" onClick={onSignOut}>
          换人登录
        </button>
      </span>
      <Part
        icon="clock"
        words={status.shift ? `本班 ${shortTime(status.shift.startedAt, status.now)} 起` : '未开班'}
        opens="duty"
        name="班次"
      />
      <Part icon={sync.icon} words={sync.words} level={sync.level} opens="sync" name="同步" />
      {status.printers.length === 0 ? (
        <Part icon="printer" words="未设打印机" level="warn" opens="settings" name="打印机" />
      ) : (
        status.printers.map((printer) => {
          const { words, level, icon } = printerWords(printer);
          return <Part key={printer.id} icon={icon} words={words} level={level} opens="printing" name="打印机" />;
        })
      )}
      <RecomputeBar />
      <span className="status-gap" />
      {connected ? null : (
        <span className="status-part status-bad" role="status">
          <Icon name="alert" size={15} />
          与主程序失去联系，正在重连
        </span>
      )}
      <Clock serverNow={status.now} />
    </footer>
  );
}

function officerWords({ officer }: StatusView): string {
  return officer.screenRole ? `${officer.name} · ${officer.screenRole}` : officer.name;
}

/** The core's clock, carried on between two answers by this window's own. */
function Clock({ serverNow }: { serverNow: string }) {
  const [now, setNow] = useState(() => Date.now());
  const [skew, setSkew] = useState(0);
  useEffect(() => setSkew(new Date(serverNow).getTime() - Date.now()), [serverNow]);
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, []);
  const moment = new Date(now + (Math.abs(skew) > 2000 ? skew : 0));
  return (
    <span className="status-clock">
      {date(moment)} {timeWithSeconds(moment)}
    </span>
  );
}
