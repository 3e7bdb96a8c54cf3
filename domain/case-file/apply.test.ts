import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChainBuilder } from '../../tests/builders/entries.ts';
import type { Entry, EntryKind, Payload } from '../contract/entries.ts';
import { applyEntry, foldCase } from './apply.ts';

const unit = { id: 'u', name: '承办单位', station: null };
const refusal = { ground: 'g', groundText: '', explanation: '', noticeNumber: 'B-1' };

describe('folding a case', () => {
  it('begins with the registration and with nothing else, once', () => {
    const chain = new ChainBuilder('TH03');
    const first = chain.register();
    const note = chain.note(first.caseId, '一');
    expect(() => applyEntry(null, note)).toThrow('entry_invalid');
    const state = applyEntry(null, first);
    expect(() => applyEntry(state, first)).toThrow('entry_invalid');
    expect(() => applyEntry(state, chain.note(chain.register().caseId, '别的案卷'))).toThrow('entry_invalid');
    expect(foldCase([])).toBeNull();
  });

  it('does not change the state it is given', () => {
    const chain = new ChainBuilder('TH03');
    const first = chain.register();
    const state = applyEntry(null, first);
    const before = structuredClone(state);
    applyEntry(state, chain.accept(first.caseId));
    applyEntry(state, chain.note(first.caseId, '一'));
    expect(state).toEqual(before);
  });

  it('lets no late fact bring a finished case back to work', () => {
    const [desk, office] = [new ChainBuilder('TH03'), new ChainBuilder('TH01')];
    const first = desk.register();
    const { caseId } = first;
    const reply = office.add('replied', caseId, { unit: '承办单位', opinion: '迟到的回复' }, { baseRevision: 3 });
    const closed = desk.add('closed', caseId, { outcome: 'explained', verified: 'true', summary: '完' });
    const entries = [first, desk.accept(caseId), desk.assign(caseId, unit), closed];
    expect(foldCase([...entries, reply])).toMatchObject({ status: 'closed', reply: { opinion: '迟到的回复' } });
    const archived = desk.add('archived', caseId, { note: '' });
    expect(foldCase([...entries, archived, reply])?.status).toBe('archived');
    const refused = desk.add('refused', caseId, refusal, { baseRevision: 1 });
    expect(foldCase([first, refused, office.assign(caseId, unit, 1)])?.status).toBe('refused');
  });
});

describe('two stations that write without knowing of each other', () => {
  const handedBack = (name: string) => ({ rule: 'r', unit: name, reason: '不属本单位', basis: '', approvedBy: '' });

  it('takes a case from nobody by a return of the unit that held it before, whatever that one says it had seen', () => {
    const [desk, former] = [new ChainBuilder('TH03'), new ChainBuilder('TH12')];
    const first = desk.register();
    const { caseId } = first;
    const other = { id: 'v', name: '另一单位', station: null };
    const entries = [first, desk.accept(caseId), desk.assign(caseId, unit), desk.assign(caseId, other, 3)];
    for (const baseRevision of [3, 4, 99]) {
      const late = former.add('returned', caseId, handedBack(unit.name), { baseRevision });
      const state = foldCase([...entries, late]);
      expect(state).toMatchObject({ status: 'assigned', assignment: { unit: other }, returns: [], revision: 5 });
      expect(state?.conflicts.map((one) => one.entryId)).toEqual([late.id]);
    }
    const own = former.add('returned', caseId, handedBack(other.name), { baseRevision: 4 });
    expect(foldCase([...entries, own])).toMatchObject({ status: 'returned', assignment: null, conflicts: [] });
  });

  it('takes the answer of a closed case back by no late return and no late order to do it again', () => {
    const [desk, office] = [new ChainBuilder('TH03'), new ChainBuilder('TH01')];
    const first = desk.register();
    const { caseId } = first;
    const entries = [
      first,
      desk.accept(caseId),
      desk.assign(caseId, unit),
      desk.add('replied', caseId, { unit: unit.name, opinion: '已办' }),
      desk.add('closed', caseId, { outcome: 'explained', verified: 'true', summary: '完' }),
    ];
    const redo = office.add(
      'redo_ordered',
      caseId,
      { rule: 'r', unit: unit.name, reason: '不清' },
      { baseRevision: 4 },
    );
    const back = office.add('returned', caseId, handedBack(unit.name), { baseRevision: 3 });
    const state = foldCase([...entries, redo, back]);
    expect(state).toMatchObject({ status: 'closed', round: 0, reply: { opinion: '已办' }, assignment: { unit } });
    expect(state?.conflicts).toHaveLength(2);
  });

  it('leaves exactly one of two cases at work that were merged into each other, in whatever order it is told', () => {
    const [desk, office] = [new ChainBuilder('TH03'), new ChainBuilder('TH01')];
    const [a, b] = [desk.register(), desk.register()];
    const accepted = { [a.caseId]: desk.accept(a.caseId), [b.caseId]: desk.accept(b.caseId) };
    const folded = (own: Entry, other: Entry, chain: ChainBuilder, rival: ChainBuilder) => {
      const merged = chain.add('merged', own.caseId, { into: other.caseId, number: 'N', reason: '同一事项' });
      const absorbed = rival.add('absorbed', own.caseId, { from: other.caseId, number: 'N' });
      const begun = [own, accepted[own.caseId] as Entry];
      return [foldCase([...begun, merged, absorbed]), foldCase([...begun, absorbed, merged])];
    };
    const [smaller, greater] = a.caseId < b.caseId ? [a, b] : [b, a];
    for (const state of folded(smaller, greater, desk, office))
      expect(state).toMatchObject({ status: 'accepted', mergedInto: null, absorbed: [{ from: greater.caseId }] });
    for (const state of folded(greater, smaller, office, desk))
      expect(state).toMatchObject({ status: 'merged', mergedInto: { into: smaller.caseId } });
  });

  it('keeps the first decision and shows the second as a conflict', () => {
    const [desk, office] = [new ChainBuilder('TH03'), new ChainBuilder('TH01')];
    const first = desk.register();
    const accepted = desk.accept(first.caseId, 1);
    const refused = office.add('refused', first.caseId, refusal, { baseRevision: 1 });
    const state = foldCase([first, accepted, refused]);
    expect(state).toMatchObject({ status: 'accepted', refused: null, revision: 3 });
    const of = { entryId: refused.id, kind: 'refused', payload: refusal, baseRevision: 1, revisionThen: 2 };
    const stamp = { at: refused.wallTime, by: refused.actor, stationId: 'TH01' };
    expect(state?.conflicts).toEqual([{ ...of, ...stamp, against: accepted.id }]);
  });

  it('is not fooled by what the late writer had written itself in between', () => {
    const [desk, office] = [new ChainBuilder('TH03'), new ChainBuilder('TH01')];
    const first = desk.register();
    const theirs = office.accept(first.caseId, 1);
    const own = [desk.note(first.caseId, '一', 1), desk.note(first.caseId, '二', 2)];
    const late = desk.add('refused', first.caseId, refusal, { baseRevision: 3 });
    expect(foldCase([first, theirs, ...own, late])).toMatchObject({ status: 'accepted', refused: null });
  });

  it('finds a conflict exactly when the writer had not seen the rival, in whatever order the centre puts them', () => {
    type Move = { who: 0 | 1; what: 'note' | 'decide' | 'push' | 'pull' };
    const moves = fc.array(
      fc.record<Move>({ who: fc.constantFrom(0, 1), what: fc.constantFrom('note', 'decide', 'push', 'pull') }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(moves, (list) => {
        const chains = [new ChainBuilder('TH03'), new ChainBuilder('TH01')] as const;
        const first = chains[0].register();
        const centre: Entry[] = [first];
        const replicas = [0, 1].map(() => ({ acknowledged: 1, own: [] as Entry[] }));
        const known = new Map<string, ReadonlySet<string>>();
        const held = (who: 0 | 1): Entry[] => {
          const { acknowledged, own } = replicas[who] as (typeof replicas)[number];
          const foreign = centre.slice(0, acknowledged);
          return [...foreign, ...own.filter((entry) => !foreign.includes(entry))];
        };
        const push = (who: 0 | 1) => {
          for (const entry of replicas[who]?.own ?? []) if (!centre.includes(entry)) centre.push(entry);
        };
        const write = <K extends EntryKind>(who: 0 | 1, kind: K, payload: Payload<K>) => {
          const seen = held(who);
          const entry = chains[who].add(kind, first.caseId, payload, { baseRevision: seen.length });
          known.set(entry.id, new Set(seen.map(({ id }) => id)));
          replicas[who]?.own.push(entry);
        };
        for (const { who, what } of list) {
          const replica = replicas[who];
          if (!replica) continue;
          if (what === 'note') write(who, 'noted', { text: '一' });
          if (what === 'decide') write(who, 'accepted', { category: 'general', noticeNumber: `${who}` });
          if (what === 'push') push(who);
          if (what === 'pull') replica.acknowledged = centre.length;
        }
        push(0);
        push(1);

        let winner: Entry | null = null;
        const expected: string[] = [];
        for (const entry of centre) {
          if (entry.kind !== 'accepted') continue;
          const rival: Entry | null = winner;
          const late = rival !== null && rival.stationId !== entry.stationId && !known.get(entry.id)?.has(rival.id);
          if (late) expected.push(entry.id);
          else winner = entry;
        }
        const state = foldCase(centre);
        expect(state?.conflicts.map((conflict) => conflict.entryId)).toEqual(expected);
        expect(state?.accepted?.noticeNumber ?? null).toBe(
          winner?.kind === 'accepted' ? winner.payload.noticeNumber : null,
        );
        for (const replica of replicas) replica.acknowledged = centre.length;
        expect(foldCase(held(0))).toEqual(state);
        expect(foldCase(held(1))).toEqual(state);
      }),
      { numRuns: 500 },
    );
  });
});
