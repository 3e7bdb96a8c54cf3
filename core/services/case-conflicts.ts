import { entriesOfCase, type StoredEntry } from '../../db/entries.ts';
import { applyEntry } from '../../domain/case-file/apply.ts';
import { standingAgainst } from '../../domain/case-file/conflicts.ts';
import type { CaseState, Conflict } from '../../domain/case-file/state.ts';
import { obstacleToTaking } from '../../domain/case-file/take-late.ts';
import type { SettleChoice } from '../../domain/contract/commands.ts';
import type { Entry, EntryOf } from '../../domain/contract/entries.ts';
import type {
  CaseConflictsView,
  ConflictView,
  SettlingOutcome,
  VersionView,
} from '../../domain/contract/views/conflicts.ts';
import { refusalAtTheUnit } from '../../domain/disclosure/unit-desk.ts';
import { paperKinds } from '../../domain/documents/form-kinds.ts';
import { clocksOf } from '../../domain/regimes/clocks.ts';
import type { Profile } from '../../domain/regimes/profile-schema.ts';
import { settlersOf } from '../../domain/regimes/settlers.ts';
import { nextStep } from '../../domain/regimes/steps.ts';
import { allowedActions } from '../../domain/regimes/workflow.ts';
import { shanghaiIso } from '../platform.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { caseOf } from './find-case.ts';
import { profileFor } from './project-case.ts';

/** Every conflict of a case with both versions and what would follow from each choice. @throws DeskError `not_found`, `recused` */
export function caseConflicts(workspace: Workspace, officer: ActingOfficer, caseId: string): CaseConflictsView {
  const { parsed: state, summary } = caseOf(workspace, officer, caseId);
  const stored = entriesOfCase(workspace.db, caseId);
  const profile = profileFor(workspace, state.regime);
  const { number, revision, status } = state;
  return {
    caseId,
    number,
    revision,
    status,
    summary,
    conflicts: state.conflicts.map((one) => conflictView(workspace, officer, { state, stored, profile }, one)),
  };
}

interface File {
  state: CaseState;
  stored: readonly StoredEntry[];
  profile: Profile | null;
}

function conflictView(workspace: Workspace, officer: ActingOfficer, file: File, conflict: Conflict): ConflictView {
  const { state, stored, profile } = file;
  const { entryId, kind } = conflict;
  const standing = stored.find(({ entry }) => entry.id === standingAgainst(state, conflict)?.entryId);
  const late = stored.find(({ entry }) => entry.id === entryId);
  if (!late) throw new Error(`conflict without its entry: ${entryId}`);
  const moment = { officerId: officer.id, now: shanghaiIso(workspace.platform.now()), calendar: workspace.calendar };
  const offer = profile
    ? allowedActions(profile, state, officer.roles, moment).find(
        (one) => one.action === 'settle' && one.step === entryId,
      )
    : undefined;
  const refusal = stored.some(({ masked }) => masked) ? refusalAtTheUnit('settle') : (offer?.reason ?? null);
  const obstacle = obstacleToTaking(state, conflict);
  const outcome = (choice: SettleChoice): SettlingOutcome | null =>
    profile
      ? outcomeOf(workspace, profile, state, settling(conflict, standing?.entry.id ?? null, choice, moment.now))
      : null;
  const names = new Map(profile?.roles.map(({ id, name }) => [id, name]));
  return {
    entryId,
    kind,
    standing: standing ? versionView(file, standing) : null,
    late: versionView(file, late),
    keep: outcome('keep'),
    take: obstacle === null ? outcome('take') : null,
    obstacle,
    settlers: profile ? settlersOf(profile, kind).map((id) => names.get(id) ?? id) : [],
    allowed: offer?.allowed === true && refusal === null,
    reason: refusal,
  };
}

/** The entry that a settling would be, to see what it would make of the case. It is never stored. */
function settling(conflict: Conflict, against: string | null, choice: SettleChoice, now: string): EntryOf<'settled'> {
  const { entryId, by, stationId } = conflict;
  return {
    id: entryId,
    caseId: '',
    stationId,
    stationSeq: 1,
    actor: by,
    wallTime: now,
    baseRevision: 0,
    prevHash: '',
    hash: '',
    kind: 'settled',
    payload: { entryId, against, choice, reason: '' },
  };
}

function outcomeOf(
  { calendar }: Pick<Workspace, 'calendar'>,
  profile: Profile,
  state: CaseState,
  entry: EntryOf<'settled'>,
): SettlingOutcome {
  const after = applyEntry(state, { ...entry, caseId: state.caseId });
  return {
    status: after.status,
    category: after.category,
    unit: after.assignment?.unit.name ?? null,
    nextStep: nextStep(profile, after)?.name ?? null,
    clocks: clocksOf(profile, after, calendar)
      .filter(({ soft }) => !soft)
      .map(({ limitId, what, holder, state: stands, dueAt }) => ({ limitId, what, holder, state: stands, dueAt })),
  };
}

function versionView({ state, stored, profile }: File, { entry, masked }: StoredEntry): VersionView {
  const earlier = stored
    .slice(
      0,
      stored.findIndex((one) => one.entry.id === entry.id),
    )
    .map((one) => one.entry);
  const own = earlier.filter((one) => one.stationId === entry.stationId).length;
  const unseen = earlier
    .filter((one) => one.stationId !== entry.stationId)
    .slice(Math.max(0, entry.baseRevision - own));
  return {
    entry,
    masked,
    before: earlier.length,
    unseen: unseen.map(({ id, kind, wallTime, actor, stationId }) => ({
      entryId: id,
      kind,
      at: wallTime,
      name: actor.name,
      stationId,
    })),
    paper: paperOf(profile, state, entry),
  };
}

/** The paper that goes out with a step, its number, and how often the station of that step printed it. */
function paperOf(profile: Profile | null, state: CaseState, entry: Entry): VersionView['paper'] {
  const of = documentOf(entry);
  if (!of) return null;
  const title = profile ? paperKinds(profile, state).find(({ id }) => id === of.document)?.title : undefined;
  const printed = state.papers.filter(
    (one) => one.document === of.document && one.stationId === entry.stationId && one.outcome !== 'officer_saw_none',
  ).length;
  return { title: title ?? of.title, number: of.number, printed };
}

function documentOf(entry: Entry): { document: string; title: string; number: string | null } | null {
  switch (entry.kind) {
    case 'accepted':
      return { document: 'acceptance_notice', title: '受理通知书', number: entry.payload.noticeNumber };
    case 'refused':
      return { document: 'refusal_notice', title: '不予受理通知书', number: entry.payload.noticeNumber };
    case 'assigned':
      return { document: 'assignment_slip', title: '交办单', number: entry.payload.slipNumber };
    case 'fed_back':
      return { document: 'feedback_record', title: '反馈记录', number: null };
    default:
      return null;
  }
}
