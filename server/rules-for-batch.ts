import { STATE_COUNCIL_CALENDAR } from '../domain/calendar/holidays.ts';
import type { Query } from './db/direct.ts';
import type { CaseAtCentre } from './judge.ts';
import type { Link } from './links.ts';
import type { Regimes, RegimeVersion } from './profiles.ts';
import { PUBLISHED_REGIME } from './push-statements.ts';
import type { Rules } from './rules.ts';

/** What the database says of a batch before it is judged. */
interface Met {
  /** Numbers of the batch that other cases of the institution bear. */
  numbers: Set<string>;
  /** Roles that its directory ever gave to the officers of the batch. */
  roles: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether the database was ever put back from a backup. */
  restored: boolean;
}

/** What the rules need for one batch, before it is judged. */
export async function rulesFor(
  query: Query,
  regimes: Regimes,
  links: readonly Link[],
  known: ReadonlyMap<string, CaseAtCentre>,
  { numbers, roles, restored }: Met,
): Promise<Rules> {
  const registered = links.flatMap(({ entry }) => (entry?.kind === 'registered' ? [entry.payload.regime] : []));
  const running = [...known.values()].map(({ state }) => state.regime);
  await regimes.load([...registered, ...running], (regime) => publishedRegime(query, regime));
  return {
    calendar: STATE_COUNCIL_CALENDAR,
    profileOf: (regime) => regimes.of(regime),
    rolesOf: (officer) => roles.get(officer),
    find: (caseId) => known.get(caseId),
    restored,
    isTaken: (number) => numbers.has(number),
    take: (number) => numbers.add(number),
  };
}

async function publishedRegime(query: Query, { id, version }: RegimeVersion): Promise<string | null> {
  const [row] = await query<{ document: string }>(PUBLISHED_REGIME, [id, version]);
  return row?.document ?? null;
}
