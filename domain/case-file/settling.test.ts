import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChainBuilder, sampleRecord } from '../../tests/builders/entries.ts';
import { Dice } from '../../tests/random-commands/dice.ts';
import { Hall } from '../../tests/random-commands/hall.ts';
import { wishFor } from '../../tests/random-commands/wishes.ts';
import { STATE_COUNCIL_CALENDAR as CALENDAR } from '../calendar/holidays.ts';
import type { Entry, ExclusiveKind, NewFact, Payload } from '../contract/entries.ts';
import { DeskError } from '../contract/errors.ts';
import { parseProfile } from '../regimes/profile.ts';
import { allowedActions } from '../regimes/workflow.ts';
import { admit } from './admit.ts';
import { foldCase } from './apply.ts';
import { decide } from './decide.ts';
import type { DecideContext } from './decide-context.ts';
import type { CaseState } from './state.ts';

const TANGHE = parseProfile(
  readFileSync(new URL('../regimes/profiles/tanghe.yaml', import.meta.url), 'utf8'),
  'tanghe.yaml',
);
const ROLES = TANGHE.roles.map(({ id }) => id);
const EARLY = '2026-03-02T09:40:00+08:00';
const LATE = '2026-03-02T09:50:00+08:00';
const SETTLED = '2026-03-09T15:00:00+08:00';
const [ONE, OTHER] = [
  { id: 'u', name: '承办单位', station: null },
  { id: 'v', name: '另一单位', station: null },
];
const REFUSAL = { ground: 'g', groundText: '不属于本中心', explanation: '', noticeNumber: 'B-1' };
const handedBack = (unit: string) => ({ rule: 'r', unit, reason: '不属本单位', basis: '', approvedBy: '' });
const closing = (summary: string) => ({ outcome: 'explained', verified: 'true', summary }) as const;
const assigned = (unit: typeof ONE, slipNumber: string) => ({ unit, mode: 'handle', opinion: '', slipNumber }) as const;
const feedback = (result: string) => ({ means: 'phone', result, satisfaction: null }) as const;

function contextOf(roles: readonly string[] = ROLES): DecideContext {
  return {
    profile: TANGHE,
    officerId: 'o-1',
    roles,
    unitName: null,
    nextPaperNumber: () => 'N-1',
    signed: null,
    target: null,
    now: SETTLED,
    calendar: CALENDAR,
  };
}

/** A case in which the office set a fact without knowing that the desk had set another. */
class Rivals {
  readonly desk = new ChainBuilder('TH03');
  readonly office = new ChainBuilder('TH01');
  readonly entries: Entry[];
  readonly caseId: string;

  constructor() {
    const first = this.desk.register();
    this.caseId = first.caseId;
    this.entries = [first];
  }

  /** Both had seen what stands there; the desk is first. */
  both<A extends ExclusiveKind, B extends ExclusiveKind>(
    one: A,
    first: Payload<A>,
    other: B,
    late: Payload<B>,
  ): Rivals {
    const baseRevision = this.entries.length;
    const rival = this.office.add(other, this.caseId, late, { baseRevision, wallTime: LATE });
    this.entries.push(this.desk.add(one, this.caseId, first, { baseRevision, wallTime: EARLY }), rival);
    return this;
  }

  after<K extends NewFact['kind']>(kind: K, payload: Payload<K>, by: 'desk' | 'office' = 'desk'): Rivals {
    const baseRevision = this.entries.length;
    this.entries.push(this[by].add(kind, this.caseId, payload, { baseRevision, wallTime: EARLY }));
    return this;
  }

  get state(): CaseState {
    const state = foldCase(this.entries);
    if (!state) throw new Error('no case');
    return state;
  }

  settle(choice: 'keep' | 'take', roles: readonly string[] = ROLES, baseRevision = this.entries.length): CaseState {
    const { state } = this;
    const entryId = state.conflicts[0]?.entryId ?? '';
    const facts = decide(state, { type: 'settle', entryId, choice, reason: '已向双方核实' }, contextOf(roles));
    for (const { kind, payload } of facts)
      this.entries.push(this.office.add(kind, this.caseId, payload, { baseRevision, wallTime: SETTLED }));
    return this.state;
  }
}

const accepted = () => new Rivals().after('accepted', { category: 'general', noticeNumber: 'S-1' });
const withUnit = () => accepted().after('assigned', assigned(ONE, 'Z-1'));
const answered = () => withUnit().after('replied', { unit: ONE.name, opinion: '已办' });
const told = () => answered().after('fed_back', feedback('已告知'));

/** Every exclusive kind, and what taking the late one makes of the case; a text says why it cannot be taken. */
const TAKEN: [string, () => Rivals, object | string][] = [
  [
    'acceptance in another category',
    () =>
      new Rivals().both('accepted', { category: 'general', noticeNumber: 'S-1' }, 'accepted', {
        category: 'major',
        noticeNumber: 'S-2',
      }),
    { status: 'accepted', category: 'major', accepted: { noticeNumber: 'S-2', at: LATE } },
  ],
  [
    'refusal instead of acceptance',
    () => new Rivals().both('accepted', { category: 'general', noticeNumber: 'S-1' }, 'refused', REFUSAL),
    { status: 'refused', accepted: null, category: null, refused: { noticeNumber: 'B-1', at: LATE } },
  ],
  [
    'acceptance instead of refusal',
    () => new Rivals().both('refused', REFUSAL, 'accepted', { category: 'general', noticeNumber: 'S-1' }),
    { status: 'accepted', refused: null, accepted: { noticeNumber: 'S-1', at: LATE } },
  ],
  [
    'refusal of what a unit has in hand',
    () =>
      new Rivals()
        .both('accepted', { category: 'general', noticeNumber: 'S-1' }, 'refused', REFUSAL)
        .after('assigned', assigned(ONE, 'Z-1')),
    '已转办承办单位',
  ],
  [
    "the leader's other opinion",
    () =>
      accepted().both('approved', { decision: 'agree', opinion: '同意' }, 'approved', {
        decision: 'return',
        opinion: '再查',
      }),
    { status: 'accepted', approval: { decision: 'return', opinion: '再查' } },
  ],
  [
    'a return by the leader of what was handed on already',
    () =>
      accepted()
        .both('approved', { decision: 'agree', opinion: '同意' }, 'approved', { decision: 'return', opinion: '再查' })
        .after('assigned', assigned(ONE, 'Z-1')),
    '已按同意的意见转办',
  ],
  [
    'another unit',
    () => accepted().both('assigned', assigned(ONE, 'Z-1'), 'assigned', assigned(OTHER, 'Z-2')),
    {
      status: 'assigned',
      assignment: { unit: OTHER, slipNumber: 'Z-2', at: LATE },
      firstAssignedAt: EARLY,
      holdings: [
        { unit: ONE, at: EARLY, endedAt: SETTLED, ended: 'reassigned' },
        { unit: OTHER, at: SETTLED, endedAt: null },
      ],
    },
  ],
  [
    'another unit after the first has replied',
    () =>
      accepted()
        .both('assigned', assigned(ONE, 'Z-1'), 'assigned', assigned(OTHER, 'Z-2'))
        .after('replied', { unit: ONE.name, opinion: '已办' }),
    '承办单位已经回复',
  ],
  [
    'another answer to the citizen',
    () => answered().both('fed_back', feedback('甲'), 'fed_back', feedback('乙')),
    { status: 'fed_back', feedback: { result: '乙', at: LATE } },
  ],
  [
    'another finding',
    () => told().both('closed', closing('甲'), 'closed', closing('乙')),
    { status: 'closed', closing: { summary: '乙', at: LATE } },
  ],
  [
    'another answer after the end',
    () => answered().both('fed_back', feedback('甲'), 'fed_back', feedback('乙')).after('closed', closing('完')),
    '案卷已结案',
  ],
  [
    'another filing',
    () => told().after('closed', closing('完')).both('archived', { note: '甲' }, 'archived', { note: '乙' }),
    '案卷已归档',
  ],
  [
    'another category later on',
    () =>
      accepted().both('reclassified', { from: 'general', category: 'major', reason: '甲' }, 'reclassified', {
        from: 'general',
        category: 'simple',
        reason: '乙',
      }),
    { category: 'simple', reclassified: [{ category: 'simple', reason: '乙' }] },
  ],
  [
    'a refusal of the extension that was granted',
    () =>
      accepted()
        .after('extension_requested', { promisedDate: '2026-04-01', reason: '难' })
        .both(
          'extension_decided',
          { decision: 'agree', promisedDate: '2026-04-01', opinion: '同意', notified: '' },
          'extension_decided',
          { decision: 'refuse', promisedDate: '2026-04-01', opinion: '不同意', notified: '' },
        ),
    { extension: null, extensions: 0, extensionRequest: null },
  ],
  [
    'an extension that was refused',
    () =>
      accepted()
        .after('extension_requested', { promisedDate: '2026-04-01', reason: '难' })
        .both(
          'extension_decided',
          { decision: 'refuse', promisedDate: '2026-04-01', opinion: '不同意', notified: '' },
          'extension_decided',
          { decision: 'agree', promisedDate: '2026-04-01', opinion: '同意', notified: '' },
        ),
    { extension: { promisedDate: '2026-04-01', reason: '难' }, extensions: 1, extensionRequest: null },
  ],
  [
    'an extension of an earlier round',
    () =>
      accepted()
        .after('extension_requested', { promisedDate: '2026-04-01', reason: '难' })
        .both(
          'extension_decided',
          { decision: 'refuse', promisedDate: '2026-04-01', opinion: '不同意', notified: '' },
          'extension_decided',
          { decision: 'agree', promisedDate: '2026-04-01', opinion: '同意', notified: '' },
        )
        .after('extended', { promisedDate: '2026-05-01', reason: '另有约定', notified: '' }),
    '此后又办理过延期',
  ],
  [
    'a return by whoever does not hold it',
    () => withUnit().after('assigned', assigned(OTHER, 'Z-2')).after('returned', handedBack(ONE.name), 'office'),
    '现由另一单位承办',
  ],
  [
    'a return of what was given to the same unit again',
    () =>
      withUnit()
        .both('returned', handedBack(ONE.name), 'returned', handedBack(ONE.name))
        .after('assigned', assigned(ONE, 'Z-3')),
    { status: 'returned', assignment: null, holdings: [{}, { at: EARLY, endedAt: SETTLED, ended: 'returned' }] },
  ],
  [
    'another reason to do the work again',
    () =>
      answered().both('redo_ordered', { rule: 'r', unit: ONE.name, reason: '甲' }, 'redo_ordered', {
        rule: 'r',
        unit: ONE.name,
        reason: '乙',
      }),
    { status: 'assigned', round: 1, reply: null, redos: [{ reason: '乙' }] },
  ],
  [
    'an order to do again what was done again',
    () =>
      answered()
        .both('redo_ordered', { rule: 'r', unit: ONE.name, reason: '甲' }, 'redo_ordered', {
          rule: 'r',
          unit: ONE.name,
          reason: '乙',
        })
        .after('replied', { unit: ONE.name, opinion: '重办了' }),
    '承办单位已重新回复',
  ],
  [
    'a merging into another case',
    () =>
      accepted().both(
        'merged',
        { into: new ChainBuilder('TH03').register().caseId, number: 'N-1', reason: '' },
        'merged',
        { into: new ChainBuilder('TH03').register().caseId, number: 'N-2', reason: '' },
      ),
    '并案同时写进了另一件案卷',
  ],
];

describe('settling a conflict', () => {
  it.each(TAKEN)('%s: taken, or kept with the reason why', (_what, build, expected) => {
    const rivals = build();
    const before = rivals.state;
    expect(before.conflicts).toHaveLength(1);
    if (typeof expected === 'string') {
      const taking = () => rivals.settle('take');
      expect(taking).toThrow(DeskError);
      expect(taking).toThrow(expect.objectContaining({ detail: expect.stringContaining(expected) }));
    } else {
      const after = rivals.settle('take');
      expect(after).toMatchObject(expected);
      expect(after.conflicts).toEqual([]);
      expect(after.settlements).toMatchObject([
        { choice: 'take', effect: 'taken', at: SETTLED, by: { name: '示例员' } },
      ]);
    }
    const kept = build().settle('keep');
    const { conflicts, settlements, revision, written, exclusive, ...rest } = kept;
    const { conflicts: _c, settlements: _s, revision: _r, written: _w, exclusive: _e, ...restBefore } = before;
    const same = (state: object) => JSON.parse(JSON.stringify(state).replaceAll(/"[0-9a-f-]{36}"/g, '"id"'));
    expect(same(rest)).toEqual(same(restBefore));
    expect(conflicts).toEqual([]);
  });

  it('is for those who may take the step and for those who answer for the file, and for nobody else', () => {
    const rivals = () =>
      new Rivals().both('accepted', { category: 'general', noticeNumber: 'S-1' }, 'refused', REFUSAL);
    for (const role of ['intake_officer', 'ducha']) expect(rivals().settle('keep', [role]).conflicts).toEqual([]);
    for (const role of ['unit', 'window_rep', 'leader', 'discipline'])
      expect(() => rivals().settle('keep', [role])).toThrow('role_not_allowed');
  });

  it('leaves nothing to do to the second of two officers, at once and without a line', () => {
    const rivals = accepted().both('assigned', assigned(ONE, 'Z-1'), 'assigned', assigned(OTHER, 'Z-2'));
    const { conflicts, revision } = rivals.state;
    const [conflict] = conflicts;
    const second = {
      entryId: conflict?.entryId ?? '',
      against: conflict?.against ?? '',
      choice: 'keep',
      reason: '另有考虑',
    } as const;
    const first = rivals.settle('take');
    expect(() => decide(first, { type: 'settle', ...second }, contextOf())).toThrow('conflict_gone');
    const late = rivals.desk.add('settled', rivals.caseId, second, { baseRevision: revision });
    const after = foldCase([...rivals.entries, late]);
    expect(after).toMatchObject({ assignment: { unit: OTHER }, conflicts: [], revision: revision + 2 });
    expect(after?.settlements.map(({ choice, effect }) => [choice, effect])).toEqual([
      ['take', 'taken'],
      ['keep', null],
    ]);
  });

  it('replaces nothing that the officer who settled had not seen', () => {
    const rivals = accepted().both('assigned', assigned(ONE, 'Z-1'), 'assigned', assigned(OTHER, 'Z-2'));
    const seen = rivals.state.revision;
    const third = { id: 'w', name: '第三单位', station: null };
    const settled = { ...new Rivals(), rivals }.rivals.settle('take');
    expect(settled.assignment?.unit).toEqual(OTHER);
    const settling = rivals.entries.pop();
    rivals.after('assigned', assigned(third, 'Z-3'));
    const after = foldCase([...rivals.entries, ...(settling ? [settling] : [])]);
    expect(settling?.baseRevision).toBe(seen);
    expect(after).toMatchObject({ assignment: { unit: third }, conflicts: [{}], settlements: [{ effect: null }] });
  });

  it('means the same when the centre puts the two versions the other way round', () => {
    const rivals = accepted().both('assigned', assigned(ONE, 'Z-1'), 'assigned', assigned(OTHER, 'Z-2'));
    rivals.settle('take');
    const [registered, acceptance, desks, offices, settling] = rivals.entries as [Entry, Entry, Entry, Entry, Entry];
    const turned = foldCase([registered, acceptance, offices, desks, settling]);
    expect(turned).toMatchObject({ assignment: { unit: OTHER }, conflicts: [], settlements: [{ effect: 'kept' }] });
    const kept = accepted().both('assigned', assigned(ONE, 'Z-1'), 'assigned', assigned(OTHER, 'Z-2'));
    kept.settle('keep');
    const [a, b, c, d, e] = kept.entries as [Entry, Entry, Entry, Entry, Entry];
    expect(foldCase([a, b, d, c, e])).toMatchObject({ assignment: { unit: ONE }, conflicts: [] });
  });
});

describe('at the centre, a settling', () => {
  it('is let in also when a restore has put the two versions the other way round, by the same people only', () => {
    const rivals = accepted().both('assigned', assigned(ONE, 'Z-1'), 'assigned', assigned(OTHER, 'Z-2'));
    rivals.settle('take');
    const [registered, acceptance, desks, offices, last] = rivals.entries as [Entry, Entry, Entry, Entry, Entry];
    const settling = { ...last, actor: { ...last.actor, roles: ROLES } };
    const turned = foldCase([registered, acceptance, offices, desks]);
    expect(admit(TANGHE, turned, settling, { calendar: CALENDAR })).toBeNull();
    const stranger = { ...settling, actor: { ...settling.actor, roles: ['unit'] } };
    expect(admit(TANGHE, turned, stranger, { calendar: CALENDAR })).toBe('role_not_allowed');
    const unknown = { ...settling, payload: { ...last.payload, entryId: registered.id, against: null } } as Entry;
    expect(admit(TANGHE, turned, unknown, { calendar: CALENDAR })).toBe('step_not_allowed');
  });
});

describe('two desks that settle what they wrote without knowing of each other', () => {
  interface Move {
    who: 0 | 1;
    what: 'act' | 'act' | 'settle' | 'push' | 'pull';
    dice: number;
  }
  const moves = fc.array(
    fc.record<Move>({
      who: fc.constantFrom(0, 1),
      what: fc.constantFrom('act', 'act', 'act', 'settle', 'push', 'pull'),
      dice: fc.nat(),
    }),
    { maxLength: 50, size: 'max' },
  );
  const LINEAR = new Set(['recuse', 'merge', 'note', 'mark']);
  let settlings = 0;

  it('hold the same case in the end, with no conflict left, and none that was settled comes back', () => {
    fc.assert(
      fc.property(moves, (list) => {
        const hall = new Hall(TANGHE, sampleRecord('tanghe-01'), { officerId: 'o-1', name: '示例员', roles: ROLES });
        const act = (who: 0 | 1, dice: Dice, settle: boolean) => {
          const desk = hall.desks[who];
          const moment = { officerId: 'o-1', now: SETTLED, calendar: CALENDAR };
          const offers = allowedActions(TANGHE, desk.state, ROLES, moment).filter(
            ({ allowed, action }) => allowed && (action === 'settle') === settle && !LINEAR.has(action),
          );
          if (offers.length === 0) return;
          const offer = dice.one(offers);
          const command = wishFor(offer.action, offer.step, { profile: TANGHE, state: desk.state, dice, now: SETTLED });
          try {
            for (const fact of decide(desk.state, command, contextOf())) {
              if (fact.kind === 'settled') settlings += 1;
              desk.write(fact, hall.caseId, { officerId: 'o-1', name: '示例员', roles: ROLES }, SETTLED);
            }
          } catch (error) {
            if (!(error instanceof DeskError)) throw error;
          }
        };
        for (const { who, what, dice } of list) {
          if (what === 'push') hall.push(hall.desks[who]);
          else if (what === 'pull') hall.desks[who].pull(hall.centre);
          else act(who, new Dice(dice), what === 'settle');
        }
        hall.sync();
        while (hall.desks[0].state.conflicts.length > 0) {
          const { state } = hall.desks[0];
          const entryId = state.conflicts[0]?.entryId ?? '';
          const [fact] = decide(state, { type: 'settle', entryId, choice: 'keep', reason: '维持' }, contextOf());
          if (fact) hall.desks[0].write(fact, hall.caseId, { officerId: 'o-1', name: '示例员', roles: ROLES }, SETTLED);
          expect(hall.desks[0].state.conflicts.length).toBe(state.conflicts.length - 1);
        }
        hall.sync();
        expect(hall.desks[1].state).toEqual(hall.desks[0].state);
        expect(foldCase(hall.centre)).toEqual(hall.desks[0].state);

        const gone = new Set<string>();
        let open = new Set<string>();
        for (let length = 1; length <= hall.centre.length; length += 1) {
          const state = foldCase(hall.centre.slice(0, length));
          const now = new Set(state?.conflicts.map(({ entryId }) => entryId));
          for (const id of open) if (!now.has(id)) gone.add(id);
          for (const id of now) expect(gone.has(id)).toBe(false);
          open = now;
        }
        const effective = hall.desks[0].state.settlements.filter(({ effect }) => effect !== null);
        expect(effective).toHaveLength(gone.size);
      }),
      { numRuns: 200 },
    );
    expect(settlings).toBeGreaterThan(50);
  }, 120_000);
});
