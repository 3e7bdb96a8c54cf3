import { and, eq, inArray } from 'drizzle-orm';
import { STATE_COUNCIL_CALENDAR } from '../domain/calendar/holidays.ts';
import type { CentreTransaction } from './db/open.ts';
import { cases, rulebooks } from './db/schema.ts';
import type { CaseAtCentre } from './judge.ts';
import type { Link } from './links.ts';
import type { Regimes, RegimeVersion } from './profiles.ts';
import type { Rules } from './rules.ts';

/** What the rules need of the database for one batch, read before it is judged. */
export async function rulesFor(
  tx: CentreTransaction,
  regimes: Regimes,
  institution: string,
  links: readonly Link[],
  known: Map<string, CaseAtCentre>,
): Promise<Rules> {
  const registrations = links.flatMap(({ raw }) => registrationIn(raw) ?? []);
  const wanted = [
    ...registrations.map(({ regime }) => regime),
    ...[...known.values()].map(({ state }) => state.regime),
  ];
  await regimes.load(wanted, (regime) => publishedRegime(tx, regime));
  const taken = await numbersTaken(
    tx,
    institution,
    registrations.map(({ number }) => number),
  );
  return {
    calendar: STATE_COUNCIL_CALENDAR,
    profileOf: (regime) => regimes.of(regime),
    find: (caseId) => known.get(caseId),
    isTaken: (number) => taken.has(number),
    take: (number) => taken.add(number),
  };
}

/** What an entry claims to register, as far as it has the shape. */
function registrationIn(raw: Record<string, unknown>): { number: string; regime: RegimeVersion } | null {
  const { kind, payload } = raw as { kind?: unknown; payload?: { number?: unknown; regime?: Partial<RegimeVersion> } };
  if (kind !== 'registered' || typeof payload?.number !== 'string') return null;
  const { id, version } = payload.regime ?? {};
  return typeof id === 'string' && typeof version === 'string'
    ? { number: payload.number, regime: { id, version } }
    : null;
}

async function publishedRegime(tx: CentreTransaction, { id, version }: RegimeVersion): Promise<string | null> {
  const where = and(eq(rulebooks.kind, 'regime'), eq(rulebooks.id, id), eq(rulebooks.version, version));
  const [row] = await tx.select({ document: rulebooks.document }).from(rulebooks).where(where);
  return row?.document ?? null;
}

async function numbersTaken(tx: CentreTransaction, institution: string, numbers: string[]): Promise<Set<string>> {
  if (numbers.length === 0) return new Set();
  const where = and(eq(cases.institution, institution), inArray(cases.number, numbers));
  const rows = await tx.select({ number: cases.number }).from(cases).where(where);
  return new Set(rows.flatMap(({ number }) => number ?? []));
}
