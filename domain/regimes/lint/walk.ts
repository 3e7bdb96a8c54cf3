import { applyEntry } from '../../case-file/apply.ts';
import type { CaseState } from '../../case-file/state.ts';
import { type Entry, GENESIS_HASH, type NewFact } from '../../contract/entries.ts';
import { type ComplaintRecord, emptyRecord } from '../../contract/record.ts';
import type { Profile } from '../profile-schema.ts';
import { type NextStep, nextStep } from '../steps.ts';
import { allowedActions } from '../workflow.ts';
import { error, type ProfileFault } from './fault.ts';

const AT = '2026-03-02T10:00:00+08:00';
const CASE = '00000000-0000-7000-8000-000000000001';
const UNIT = { id: 'unit', name: '承办单位', station: null };

/** What may befall a case on its way, once. */
const EVENTS_ON_THE_WAY = ['nothing', 'refused', 'returned', 'redo', 'merged'] as const;
type OnTheWay = (typeof EVENTS_ON_THE_WAY)[number];

/**
 * Walks a case of every category through the workflow, in all the circumstances a profile can tell apart, and names the
 * step at which one would hang. Longer than the other checks (some ten thousand steps a profile), so a station that only
 * loads a profile does not do it; whoever writes or publishes one does.
 */
export function walkFaults(profile: Profile): ProfileFault[] {
  const stuck = new Map<string, ProfileFault>();
  for (const { id } of profile.categories) {
    for (const record of circumstances(profile)) {
      for (const event of EVENTS_ON_THE_WAY) {
        for (const outOfArea of [false, true]) {
          const fault = walk(profile, id, record, event, outOfArea);
          if (fault && !stuck.has(fault.rule)) stuck.set(fault.rule, fault);
        }
      }
    }
  }
  return [...stuck.values()];
}

/** Records that differ in everything a condition may ask for. */
function circumstances(profile: Profile): ComplaintRecord[] {
  return profile.channels.flatMap(({ id: channel }) =>
    (['named', 'anonymous'] as const).flatMap((type) =>
      (['normal', 'critical'] as const).map((urgency) => {
        const record = { ...emptyRecord(profile.id, AT), channel, urgency };
        const complainant = { ...record.complainant, type };
        return urgency === 'critical'
          ? { ...record, complainant, enclosures: [{ kind: 'original' as const, name: '原件', count: 1 }] }
          : { ...record, complainant };
      }),
    ),
  );
}

function walk(
  profile: Profile,
  category: string,
  record: ComplaintRecord,
  event: OnTheWay,
  outOfArea: boolean,
): ProfileFault | null {
  const everyone = profile.roles.map((r) => r.id);
  let state = registered(profile, record);
  let pending = event;
  const longest = profile.workflow.length * 3 + 6;
  for (let taken = 0; taken < longest; taken += 1) {
    const befallen = befall(profile, state, pending, everyone);
    if (befallen) {
      state = applyEntry(state, entryOf(befallen));
      pending = 'nothing';
    }
    const step = nextStep(profile, state);
    if (step === null) return state.archived ? null : hangs(profile, null, category);
    const offer = allowedActions(profile, state, step.roles).find(
      (o) => o.action === step.action && (o.step === step.step || o.step === null),
    );
    if (!offer?.allowed) return hangs(profile, step, category, offer?.reason ?? '没有人可以办');
    state = applyEntry(state, entryOf(factOf(step, category, outOfArea)));
  }
  return hangs(profile, nextStep(profile, state), category, '走不完');
}

function befall(profile: Profile, state: CaseState, event: OnTheWay, roles: string[]): NewFact | null {
  const offered = (action: string) =>
    allowedActions(profile, state, roles).find((o) => o.action === action && o.allowed);
  switch (event) {
    case 'nothing':
      return null;
    case 'refused': {
      const ground = profile.acceptance.refusals[0];
      if (!ground || !offered('refuse')) return null;
      const payload = { ground: ground.code, groundText: ground.text, explanation: '', noticeNumber: '' };
      return { kind: 'refused', payload };
    }
    case 'returned': {
      const offer = offered('return');
      if (!offer) return null;
      return {
        kind: 'returned',
        payload: { rule: offer.step ?? '', unit: UNIT.name, reason: '', basis: '', approvedBy: '' },
      };
    }
    case 'redo': {
      const offer = offered('redo');
      return offer ? { kind: 'redo_ordered', payload: { rule: offer.step ?? '', unit: UNIT.name, reason: '' } } : null;
    }
    case 'merged':
      return offered('merge') ? { kind: 'merged', payload: { into: CASE, number: '', reason: '' } } : null;
  }
}

function factOf(step: NextStep, category: string, outOfArea: boolean): NewFact {
  switch (step.action) {
    case 'accept':
      return { kind: 'accepted', payload: { category, noticeNumber: '' } };
    case 'approve':
      return { kind: 'approved', payload: { decision: 'agree', opinion: '' } };
    case 'assign':
      return { kind: 'assigned', payload: { unit: UNIT, mode: 'handle', opinion: '', slipNumber: '', outOfArea } };
    case 'reply':
      return { kind: 'replied', payload: { unit: UNIT.name, opinion: '' } };
    case 'feed_back':
      return { kind: 'fed_back', payload: { means: 'phone', result: '', satisfaction: null } };
    case 'close':
      return { kind: 'closed', payload: { outcome: 'resolved', verified: 'true', summary: '' } };
    case 'archive':
      return { kind: 'archived', payload: { note: '' } };
    case 'investigate':
      return { kind: 'investigated', payload: { text: '' } };
    default:
      return { kind: 'recorded', payload: { step: step.step, name: step.name, values: {} } };
  }
}

function registered(profile: Profile, record: ComplaintRecord): CaseState {
  const regime = { id: profile.id, version: profile.version };
  return applyEntry(null, entryOf({ kind: 'registered', payload: { number: '', regime, stationName: '', record } }));
}

function entryOf(fact: NewFact): Entry {
  const envelope = {
    id: CASE,
    caseId: CASE,
    stationId: 'S',
    stationSeq: 1,
    actor: { officerId: '', name: '', roles: [] },
    wallTime: AT,
    baseRevision: 0,
    prevHash: GENESIS_HASH,
    hash: GENESIS_HASH,
  };
  return { ...envelope, ...fact };
}

function hangs(profile: Profile, step: NextStep | null, category: string, why = ''): ProfileFault {
  const at = step ? profile.workflow.findIndex((s) => s.step === step.step) : -1;
  const where = step ? `“${step.name}”` : '最后';
  return error(
    at >= 0 ? ['workflow', at] : ['workflow'],
    `类别 ${category} 的案卷停在${where}，走不到归档${why === '' ? '' : `：${why}`}`,
  );
}
