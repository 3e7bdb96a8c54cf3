import { iso, known, monthsAfter, number, onOrAfter, onOrBefore, workdayAfter, workdayBefore } from './days.ts';
import { type Ext, REPORTS, RULES, type Unit } from './rules.ts';

/** What `desk due` is asked, as the generator writes it. */
export interface Question {
  id: string;
  regime: string;
  kind: string;
  limit?: string;
  category?: string;
  event?: string;
  start: string;
  extension?: string;
  base_limit?: string;
  agreed_date?: string;
  promised_date?: string;
}

export interface Expected {
  due: string | null;
  provisional: boolean;
}

/** A day and whether a year without notice was needed to find it. */
interface Day {
  n: number;
  guessed: boolean;
}

const NONE: Expected = { due: null, provisional: false };
const SHANGHAI = 8 * 3_600_000;

const say = (day: Day | null): Expected => (day === null ? NONE : { due: iso(day.n), provisional: day.guessed });
const entered = (date: string): Day => ({ n: number(date), guessed: false });

/** Epoch milliseconds shifted to Shanghai's wall clock. */
function wall(start: string): number {
  if (start.length === 10) return Date.parse(`${start}T00:00:00Z`);
  const zoned = /(Z|[+-]\d\d:\d\d)$/.test(start);
  return zoned ? Date.parse(start) + SHANGHAI : Date.parse(`${start.replace(' ', 'T')}Z`);
}

const dayOf = (start: string): number => Math.floor(wall(start) / 86_400_000);

function forward(from: number, amount: number, unit: Unit): Day | null {
  if (unit === 'wd') {
    const n = workdayAfter(from, amount);
    return { n, guessed: amount > 0 && !(known(from + 1) && known(n)) };
  }
  if (unit === 'cd' || unit === 'mo') {
    const end = unit === 'cd' ? from + amount : monthsAfter(from, amount);
    const n = onOrAfter(end);
    return { n, guessed: !(known(end) && known(n)) };
  }
  return unit === 'day' || unit === 'every' ? { n: from, guessed: false } : null;
}

export function expected(q: Question): Expected {
  const regime = RULES[q.regime];
  if (!regime) throw new Error(q.regime);
  const given = q.agreed_date ?? q.promised_date ?? null;
  const start = dayOf(q.start);
  const exts = Object.entries(regime.ext ?? {});
  const extOf = (limit: string | undefined): Ext | undefined =>
    exts.find(([id, e]) => id === (q.extension ?? limit) || (limit !== undefined && e.of.includes(limit)))?.[1];
  const base = q.base_limit ?? (q.limit !== undefined && q.limit in regime.limits ? q.limit : byCategory(q));

  const end = (limit: string | undefined, dated: string | null): Day | null => {
    const rule = limit === undefined ? undefined : regime.limits[limit];
    if (!rule) return null;
    if (rule[1] === 'given') return dated === null ? null : entered(dated);
    const ext = exts.find(([, e]) => e.of.includes(limit as string))?.[1];
    if (dated !== null && ext?.given) return entered(dated);
    const usual = forward(start, rule[0], rule[1]);
    if (dated === null || !ext || (ext.total ?? ext.added ?? ext.doubled) === undefined) return usual;
    const latest = lengthened(ext, limit);
    return latest !== null && number(dated) > latest.n ? latest : entered(dated);
  };
  const lengthened = (ext: Ext, limit: string | undefined): Day | null => {
    if (ext.given) return given === null ? null : entered(given);
    const rule = limit === undefined ? undefined : regime.limits[limit];
    if (!rule) return null;
    if (ext.total) return forward(start, ext.total, rule[1]);
    if (ext.added) return forward(start, rule[0] + ext.added, rule[1]);
    return ext.doubled ? forward(start, rule[0] * 2, rule[1]) : null;
  };

  switch (q.kind) {
    case 'due':
    case 'no_limit': {
      const rule = regime.limits[q.limit ?? ''];
      if (rule?.[1] === 'min') {
        const ms = wall(q.start) + rule[0] * 60_000;
        return { due: new Date(ms).toISOString().slice(0, 19), provisional: false };
      }
      if (q.kind === 'no_limit' && rule?.[1] === 'every') return NONE;
      if (q.limit === 'lim_contact' && q.event === 'order_received') {
        const signed = forward(start, 1, 'wd') as Day;
        const due = forward(signed.n, 1, 'wd') as Day;
        return say({ n: due.n, guessed: signed.guessed || due.guessed });
      }
      return say(end(q.limit, given));
    }
    case 'extension_max': {
      const ext = extOf(base);
      return say(ext ? lengthened(ext, base) : null);
    }
    case 'extension_request_latest': {
      const ext = extOf(base);
      return ext?.ask === undefined ? NONE : say(back(end(base, null), ext.ask, 'wd'));
    }
    case 'urge_on': {
      if (q.regime === 'shequ') {
        const due = q.event === 'due' && !q.base_limit ? { n: start, guessed: false } : end(base, given);
        const closing = base !== undefined && !['lim_superior', 'lim_to_leader'].includes(base);
        return closing || q.limit === 'lim_urge' || q.limit === 'urg_3d' ? say(back(due, 3, 'cd')) : NONE;
      }
      if (q.regime !== 'suzhou12345' || base === undefined) return NONE;
      if (base === 'lim_consult') return say(end(base, given));
      const carded = ['lim_help', 'lim_suggest', 'lim_complaint'].includes(base);
      return carded ? say(back(end(base, given), 1, 'wd')) : NONE;
    }
    case 'deemed_signed':
      return q.regime === 'suzhou12345' ? say(forward(start, 1, 'wd')) : NONE;
    case 'promised':
      return given === null ? NONE : say(entered(given));
    case 'report_due': {
      const dates = REPORTS[q.regime]?.[q.limit ?? ''] ?? [];
      const year = new Date(start * 86_400_000).getUTCFullYear();
      const all = [year, year + 1].flatMap((y) => dates.map(([m, d]) => Date.UTC(y, m - 1, d) / 86_400_000));
      const next = all.find((n) => n >= start);
      return next === undefined ? NONE : say({ n: next, guessed: false });
    }
    default:
      throw new Error(q.kind);
  }
}

function back(end: Day | null, amount: number, unit: 'wd' | 'cd'): Day | null {
  if (end === null || amount === 0) return end;
  const n = unit === 'wd' ? workdayBefore(end.n, amount) : onOrBefore(end.n - amount);
  const looked = unit === 'wd' ? known(end.n) && known(n) : known(end.n - amount) && known(n);
  return { n, guessed: end.guessed || !looked };
}

/** The limit that an extension or urging means, told by the category alone. */
function byCategory(q: Question): string | undefined {
  const regime = RULES[q.regime];
  const of = q.extension ?? q.limit;
  const listed = Object.entries(regime?.ext ?? {}).find(([id]) => id === of)?.[1].of;
  const left = Object.entries(regime?.limits ?? {}).filter(
    ([id, [, unit, categories]]) =>
      (listed === undefined || listed.includes(id)) &&
      (listed !== undefined || ['wd', 'mo', 'cd', 'given'].includes(unit)) &&
      (q.category === undefined || categories.includes(q.category)) &&
      (listed !== undefined || !['lim_contact', 'lim_return', 'lim_superior', 'lim_instructed_complex'].includes(id)),
  );
  // 批示交办: the date the superior gave, if there is one, else the two months.
  const dated = (q.agreed_date ?? q.promised_date) !== undefined;
  const narrowed = left.length > 1 ? left.filter(([, [, unit]]) => (unit === 'given') === dated) : left;
  return narrowed.length === 1 ? narrowed[0]?.[0] : undefined;
}
