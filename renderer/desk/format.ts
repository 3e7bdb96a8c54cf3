import { deskNow } from './desk-time.ts';

/** Times on screen: Asia/Shanghai whatever the PC is set to, `yyyy-MM-dd HH:mm` in lists, as the offices write them. */
const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

function split(iso: string | number | Date): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { type, value } of parts.formatToParts(new Date(iso))) found[type] = value;
  return found;
}

/** `2026-11-21 09:41` */
export function dateTime(iso: string | number | Date): string {
  const p = split(iso);
  return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}`;
}

/** `2026-11-21` */
export function date(iso: string | number | Date): string {
  return dateTime(iso).slice(0, 10);
}

/** `09:41` */
export function time(iso: string | number | Date): string {
  return dateTime(iso).slice(11);
}

/** `09:41:07` */
export function timeWithSeconds(iso: string | number | Date): string {
  const p = split(iso);
  return `${p.hour}:${p.minute}:${p.second}`;
}

/** `09:41` for today, `11-21 09:41` for another day of this year, the whole date otherwise. */
export function shortTime(iso: string, now: string | number | Date): string {
  const [then, today] = [dateTime(iso), dateTime(now)];
  if (then.slice(0, 10) === today.slice(0, 10)) return then.slice(11);
  return then.slice(0, 4) === today.slice(0, 4) ? then.slice(5) : then;
}

/** This moment as ISO 8601 with the office's offset, to the second. */
export function nowIso(now: Date = deskNow()): string {
  return `${date(now)}T${timeWithSeconds(now)}+08:00`;
}

/** `1.4 MB` */
export function bytes(size: number): string {
  if (size < 1024) return `${size} B`;
  if (size < 1024 * 1024) return `${(size / 1024).toFixed(0)} KB`;
  return `${(size / 1024 / 1024).toFixed(1)} MB`;
}
