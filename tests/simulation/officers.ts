import { shanghaiIso } from '../../core/platform.ts';
import { actOnCase } from '../../core/services/act-on-case.ts';
import { registerComplaint } from '../../core/services/register-complaint.ts';
import type { ActingOfficer, Workspace } from '../../core/workspace.ts';
import { REGISTRATION, type StateParts, stateFrom } from '../../db/case-states.ts';
import type { StationDb } from '../../db/open.ts';
import type { CaseState } from '../../domain/case-file/state.ts';
import type { Command } from '../../domain/contract/commands.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import type { ComplaintRecord } from '../../domain/contract/record.ts';
import { nextStep } from '../../domain/regimes/steps.ts';
import { allowedActions } from '../../domain/regimes/workflow.ts';
import { sampleRecords } from '../builders/entries.ts';
import type { Dice } from '../random-commands/dice.ts';
import { randomWish, wishFor } from '../random-commands/wishes.ts';
import { type Part, UNIT, UNIT_ON_PAPER } from './cast.ts';

const SAMPLES = [...sampleRecords().values()].filter(
  (record) => record.regime === 'tanghe' && record.evidence.every((one) => one.sha256 === undefined),
);

/** What must never be read at the unit: it stands in the registration and in the words about it. */
export function secretsOf(n: number): { name: string; phone: string; address: string } {
  const tail = String(10_000_000 + n).slice(1);
  return { name: `诸葛守密${tail}`, phone: `1999${tail}`, address: `样例乡守密村${tail}号` };
}

export function complaint(n: number, dice: Dice, at: string): ComplaintRecord {
  const sample = dice.one(SAMPLES);
  const { name, phone, address } = secretsOf(n);
  const { agent: _agent, group: _group, ...complainant } = sample.complainant;
  return {
    ...sample,
    channel: 'phone',
    received_at: at,
    complainant: { ...complainant, type: 'named', name, phone, address, id_type: null, id_no: '' },
    respondent: { ...sample.respondent, unit: sample.respondent.unit || '不动产登记窗口' },
    fields: { f_item: '二手房转移登记' },
    narrative: `${name}来电（${phone}）：排队两个小时没有办成。`,
    evidence: [],
  };
}

/** An officer of that station does something that the desk offers, or registers a complaint. Says what it was. */
export function officerActs(workspace: Workspace, part: Part, dice: Dice, serial: () => number): string {
  const officer: ActingOfficer = { id: `o-${part.code}`, name: '示例员', roles: [...part.roles] };
  const ids = workspace.db.raw.prepare('SELECT case_id FROM cases ORDER BY case_id').pluck().all() as string[];
  try {
    if (part.registers && (ids.length === 0 || (ids.length < 5 && dice.rarely(4)))) {
      const record = complaint(serial(), dice, shanghaiIso(workspace.platform.now()));
      const draftId = workspace.platform.newId();
      const { number } = registerComplaint(workspace, officer, { draftId, record, signingTaskId: null, print: false });
      return `registers ${number}`;
    }
    if (ids.length === 0) return 'has nothing to do';
    const caseId = dice.one(ids);
    const state = stateOf(workspace.db, caseId);
    const now = shanghaiIso(workspace.platform.now());
    const command = wish(workspace, part, state, dice, now);
    if (!command) return 'finds nothing to do';
    const requestId = workspace.platform.newId();
    actOnCase(workspace, officer, { caseId, baseRevision: state.revision, requestId, command });
    return `${command.type} in ${state.number}`;
  } catch (error) {
    if (error instanceof DeskError) return `is refused: ${error.code}`;
    if ((error as { code?: string }).code === 'SQLITE_FULL') return 'meets a full disk';
    throw error;
  }
}

export function stateOf(db: StationDb, caseId: string): CaseState {
  const asked = db.raw.prepare(`SELECT state, ${REGISTRATION} AS registration FROM cases WHERE case_id = ?`);
  return stateFrom(asked.get(caseId) as StateParts);
}

/** Something that the desk offers to this station's officer, mostly what the case waits for. */
export function wish(
  rules: Pick<Workspace, 'profiles' | 'calendar'>,
  part: Part,
  state: CaseState,
  dice: Dice,
  now: string,
): Command | null {
  const profile = rules.profiles.get(state.regime.id, state.regime.version);
  if (!profile) return null;
  const moment = { officerId: `o-${part.code}`, now, calendar: rules.calendar };
  const of = { profile, state, dice, now };
  if (dice.rarely(4)) return withRealUnit({ type: 'note', text: `备注 ${dice.below(1_000)}` }, dice);
  if (dice.rarely(20)) return withRealUnit(randomWish('recuse', of), dice);
  const offers = allowedActions(profile, state, part.roles, moment).filter(({ allowed }) => allowed);
  const open = offers.filter(({ action }) => action === 'settle');
  if (open.length > 0 && dice.rarely(2)) return wishFor('settle', dice.one(open).step, of);
  const step = nextStep(profile, state);
  const waited = offers.filter(({ action, step: at }) => action === step?.action && (at === null || at === step.step));
  const offered =
    dice.rarely(3) || waited.length === 0 ? offers.filter(({ action }) => !ENDS.has(action) || dice.rarely(4)) : waited;
  if (offered.length === 0) return null;
  const { action, step: at } = dice.one(offered);
  return withRealUnit(wishFor(action, at, of), dice);
}

/** A life that ends at once shows little. */
const ENDS: ReadonlySet<string> = new Set(['close', 'archive', 'merge']);

function withRealUnit(command: Command, dice: Dice): Command {
  const unit = dice.rarely(4) ? UNIT_ON_PAPER : UNIT;
  if (command.type === 'assign') return { ...command, unit, assisting: [] };
  if (command.type === 'recuse') return { ...command, officerId: `o-nobody-${dice.below(3)}` };
  return command;
}
