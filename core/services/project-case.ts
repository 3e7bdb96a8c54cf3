import { type CaseProjection, type Deadlines, NO_DUE } from '../../db/cases.ts';
import { entriesOfCase } from '../../db/entries.ts';
import { saveFigures } from '../../db/figures.ts';
import { indexCases, type SavedRow, saveRow } from '../../db/projections.ts';
import { searchTokensOf, type Words } from '../../db/search-text.ts';
import { foldCase } from '../../domain/case-file/apply.ts';
import type { CaseState } from '../../domain/case-file/state.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import { type CaseFigures, figuresOf } from '../../domain/counting/figures.ts';
import { type Clock, clocksOf, nextClock } from '../../domain/regimes/clocks.ts';
import type { Profile } from '../../domain/regimes/profile-schema.ts';
import { nextStep } from '../../domain/regimes/steps.ts';
import type { Workspace } from '../workspace.ts';

const SUMMARY_LENGTH = 80;

/**
 * Counts up whenever `applyEntry` or `projectionOf` makes something else of the same entries (a new member of
 * `CaseState`, another column), or the search index takes other words: a desk whose database was projected by another
 * version projects it anew when it opens.
 */
export const PROJECTION_VERSION = 7;

type Parts = Pick<Workspace, 'db' | 'profiles' | 'calendar'>;

/**
 * Folds a case anew from its entries and writes its projection. Call inside the transaction that wrote the entries.
 *
 * @param how `anew` when this program may make something else of the same entries than the one that wrote the row
 */
export function projectCase(workspace: Parts, caseId: string, how: 'changed' | 'anew' = 'changed'): CaseState {
  const state = foldCase(entriesOfCase(workspace.db, caseId).map((stored) => stored.entry));
  if (!state) throw new DeskError('not_found');
  save(workspace, state, how);
  return state;
}

/** A case without a row: its state as folded already, and what is searched of it where that is known. */
export interface NewCase {
  state: CaseState;
  tokens: Words | null;
}

/** Writes the projections of cases that have none. */
export function projectNewCases(workspace: Parts, cases: readonly NewCase[]): void {
  const rows = cases.map(({ state, tokens }) => ({
    seq: saveUnindexed(workspace, state, 'new').seq,
    tokens: tokens ?? searchTokensOf(state),
  }));
  indexCases(workspace.db, rows);
}

function save(workspace: Parts, state: CaseState, how: 'changed' | 'anew'): void {
  const { seq, isIndexed } = saveUnindexed(workspace, state, how);
  if (!isIndexed) indexCases(workspace.db, [{ seq, tokens: searchTokensOf(state) }]);
}

function saveUnindexed(workspace: Parts, state: CaseState, how: 'new' | 'changed' | 'anew'): SavedRow {
  const profile = profileFor(workspace, state.regime);
  const clocks = profile ? clocksOf(profile, state, workspace.calendar) : [];
  const row = saveRow(workspace.db, rowOf(profile, state, clocks), how);
  saveFigures(workspace.db, figuresOf(state, clocks), row.seq);
  return row;
}

/** The version of the procedure that a case began under, as its registration says; null when it is not here. */
export function profileFor(workspace: Pick<Workspace, 'profiles'>, regime: CaseState['regime']): Profile | null {
  return workspace.profiles.get(regime.id, regime.version) ?? null;
}

/**
 * The same, for what cannot go on without it. Another version never stands in.
 *
 * @throws DeskError `regime_version_missing`
 */
export function profileOf(workspace: Pick<Workspace, 'profiles'>, regime: CaseState['regime']): Profile {
  const profile = profileFor(workspace, regime);
  if (!profile) throw new DeskError('regime_version_missing', { detail: `${regime.id} ${regime.version}` });
  return profile;
}

/** The procedure that new cases begin under. @throws DeskError `internal` for a regime that this station does not know */
export function profileInForce(workspace: Pick<Workspace, 'profiles'>, regimeId: string): Profile {
  const profile = workspace.profiles.get(regimeId);
  if (!profile) throw new DeskError('internal', { detail: `unknown regime ${regimeId}` });
  return profile;
}

/** What the statistics keep of a case. One whose procedure is not here has no limits. */
export function caseFiguresOf(workspace: Pick<Workspace, 'profiles' | 'calendar'>, state: CaseState): CaseFigures {
  return figuresOf(state, clocksFor(workspace, state));
}

/**
 * A case's row. One whose procedure is not here can be found and read; it shows no deadline and no next step, rather than
 * those of another version.
 */
export function projectionOf(
  workspace: Pick<Workspace, 'profiles' | 'calendar'>,
  state: CaseState,
): CaseProjection & Deadlines {
  return rowOf(profileFor(workspace, state.regime), state, clocksFor(workspace, state));
}

function clocksFor(workspace: Pick<Workspace, 'profiles' | 'calendar'>, state: CaseState): Clock[] {
  const profile = profileFor(workspace, state.regime);
  return profile ? clocksOf(profile, state, workspace.calendar) : [];
}

function rowOf(profile: Profile | null, state: CaseState, clocks: readonly Clock[]): CaseProjection & Deadlines {
  const clock = nextClock(clocks);
  const cards = cardsOf(clocks);
  const due = clock?.dueAt
    ? {
        limitId: clock.limitId,
        what: clock.what,
        dueAt: clock.dueAt,
        provisional: clock.provisional,
        redAt: cards.redAt,
      }
    : null;
  const step = profile ? nextStep(profile, state) : null;
  const { record } = state;
  return {
    caseId: state.caseId,
    number: state.number,
    kind: record.kind,
    channel: record.channel,
    status: state.status,
    urgency: record.urgency,
    complainantType: record.complainant.type,
    complainantName: record.complainant.name,
    respondent: [record.respondent.unit, record.respondent.window_no, record.respondent.staff]
      .filter(Boolean)
      .join(' '),
    summary: Array.from((record.request || record.narrative).replace(/\s+/gu, ' ').trim())
      .slice(0, SUMMARY_LENGTH)
      .join(''),
    category: state.category,
    registeredAt: state.registered.at,
    stationId: state.stationId,
    revision: state.revision,
    open: state.status !== 'archived',
    conflict: state.conflicts.length > 0,
    dueAt: due?.dueAt ?? NO_DUE,
    nextDue: due,
    nextStep: step ? { name: step.name, roles: step.roles } : null,
    nextRoles: step ? `,${step.roles.join(',')},` : '',
    nextStation: step?.byHolder ? (state.assignment?.unit.station ?? '*') : '*',
    recused: state.recusals.length > 0 ? `,${state.recusals.map((r) => r.officerId).join(',')},` : '',
    yellowAt: cards.yellowAt ?? NO_DUE,
    state,
  };
}

/** From when the case bears a yellow and a red card: the earliest of its running clocks that give one. */
function cardsOf(clocks: readonly Clock[]): { yellowAt: string | null; redAt: string | null } {
  const carded = clocks.filter((c) => c.yellowAt !== null && c.state === 'running');
  const first = (moments: (string | null)[]) => moments.filter((m) => m !== null).sort()[0] ?? null;
  return { yellowAt: first(carded.map((c) => c.yellowAt)), redAt: first(carded.map((c) => c.dueAt)) };
}
