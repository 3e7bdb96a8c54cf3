import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChainBuilder, sampleRecord, sampleRecords, sha256 } from '../../tests/builders/entries.ts';
import { applyEntry } from '../case-file/apply.ts';
import { type Entry, entrySchema } from '../contract/entries.ts';
import type { ComplaintRecord } from '../contract/record.ts';
import { maskEntry } from './mask.ts';

/** Registration, signature, attachment, note and feedback that all speak of the complainant. */
function lifeOf(record: ComplaintRecord): Entry[] {
  const chain = new ChainBuilder('TH03');
  const about = `已联系${record.complainant.name}，电话${record.complainant.phone}，住${record.complainant.address}`;
  const registered = chain.register(record);
  const signature = { width: 600, height: 200, strokes: [[{ x: 1, y: 2, t: 3, pressure: 0.5 }]] };
  const text = `笔录：${JSON.stringify(record)}`;
  const signed = {
    signer: record.complainant.name,
    text: text.slice(0, 100_000),
    textHash: sha256(text),
    signature,
    signedAt: '2026-03-02T09:50:00+08:00',
    device: 'tablet',
  } as const;
  return [
    registered,
    chain.add('signed', registered.caseId, { purpose: 'registration', ...signed }),
    chain.add('attached', registered.caseId, {
      evidence: { kind: 'photo', name: `${record.complainant.name}身份证.jpg`, sha256: sha256('file') },
    }),
    chain.accept(registered.caseId),
    chain.assign(registered.caseId, { id: 'u-bdc', name: '县不动产登记机构', station: 'TH12' }),
    chain.note(registered.caseId, about.slice(0, 4_000)),
    chain.add('fed_back', registered.caseId, {
      means: 'in_person',
      result: about.slice(0, 4_000),
      satisfaction: 'satisfied',
      signed: { purpose: 'feedback', ...signed },
    }),
    chain.add('closed', registered.caseId, { outcome: 'resolved', verified: 'true', summary: about.slice(0, 4_000) }),
  ];
}

const maskedLife = (record: ComplaintRecord) => lifeOf(record).map((entry) => maskEntry(entry, record));
const mobile = /1[3-9]\d{9}/;

describe('what a handling unit reads', () => {
  const samples = [...sampleRecords()];

  it.each(samples)('%s: no identity, number, address, stroke, attachment or verbatim text', (_id, record) => {
    const seen = JSON.stringify(maskedLife(record));
    const { complainant } = record;
    const people = complainant.group?.representatives ?? [];
    const names = [complainant.name, complainant.contact_person, ...people.map((person) => person.name)];
    const numbers = [
      complainant.id_no,
      complainant.phone,
      complainant.address,
      ...people.map((person) => person.phone),
    ];
    // A single character is no name, and three characters of address are a county.
    const secrets = [
      ...names.filter((name) => [...(name ?? '')].length >= 2),
      ...numbers.filter((text) => text.length >= 4),
    ];
    // JSON.stringify escapes some characters: compare in the same form.
    for (const secret of secrets) expect(seen).not.toContain(JSON.stringify(secret).slice(1, -1));
    // Random ids may hold eleven digits in a row by chance: only what people wrote is searched for numbers.
    expect(JSON.stringify(maskedLife(record).map((entry) => entry.payload))).not.toMatch(mobile);
    expect(seen).not.toContain('笔录：');
    expect(seen).not.toContain('"pressure"');
    expect(seen).not.toContain('.jpg');
    expect(seen).not.toContain(sha256('file'));
  });

  it.each(samples)('%s: every masked entry is a valid entry and folds as the original does', (_id, record) => {
    let state = null;
    for (const entry of maskedLife(record)) {
      expect(entrySchema.safeParse(entry).success).toBe(true);
      state = applyEntry(state, entry);
    }
    expect(state?.revision).toBe(8);
    expect(state?.status).toBe('closed');
  });

  it('is told neither why somebody stands aside nor why two matters are one, and no name beside an urging or in a file', () => {
    const record = sampleRecord('tanghe-01');
    const { name } = record.complainant;
    const chain = new ChainBuilder('TH01');
    const caseId = chain.register(record).caseId;
    const said = [
      chain.add('recused', caseId, { officerId: 'o-2', name: '示二', reason: '投诉人之妻' }),
      chain.add('merged', caseId, { into: caseId, number: 'N-2', reason: '与另案投诉人例另一所述相同' }),
      chain.add('urged', caseId, {
        urging: 'u',
        kind: 'urge',
        unit: `${name}所在单位`,
        person: name,
        progress: name,
        slipNumber: 'C-1',
      }),
      chain.add('archived', caseId, { note: '', items: [`${name}的申请`] }),
      chain.add('settled', caseId, { entryId: caseId, against: null, choice: 'keep', reason: `${name}要求维持` }),
      chain.add('recorded', caseId, { step: 's', name: '回电', values: { who: name, told: true } }),
    ].map((entry) => maskEntry(entry, record));
    expect(JSON.stringify(said)).not.toMatch(new RegExp(`${name}|之妻|例另一`));
    for (const entry of said) expect(entrySchema.safeParse(entry).success).toBe(true);
    expect(said[0]?.payload).toMatchObject({ officerId: 'o-2' });
  });

  it('keeps the surname, and the matter', () => {
    const [registered] = maskedLife(sampleRecord('tanghe-01'));
    if (registered?.kind !== 'registered') throw new Error('not a registration');
    const { record } = registered.payload;
    expect(record.complainant).toEqual({
      type: 'named',
      name: '赵**',
      id_type: null,
      id_no: '',
      phone: '',
      address: '',
    });
    expect(record.narrative).toContain('取号A036');
    expect(record.six_elements.people).toContain('赵某；窗口人员示一鸣');
    expect(record.respondent.unit).toBe('不动产登记窗口');
  });

  it('hides the name entirely when secrecy was asked for', () => {
    const record = sampleRecord('tanghe-06');
    expect(record.complainant.wants_secret).toBe(true);
    const named = { ...record, complainant: { ...record.complainant, name: '欧阳示例' }, narrative: '欧阳示例说的' };
    const [registered] = maskedLife(named);
    if (registered?.kind !== 'registered') throw new Error('not a registration');
    expect(registered.payload.record.complainant.name).toBe('（已保密）');
    expect(registered.payload.record.narrative).toBe('某某说的');
    expect(JSON.stringify(registered)).not.toContain('欧阳');
  });

  it('keeps whole compound surnames and characters outside the basic plane', () => {
    const base = sampleRecord('tanghe-01');
    const nameOf = (name: string) => {
      const [entry] = maskedLife({ ...base, complainant: { ...base.complainant, name } });
      return entry?.kind === 'registered' ? entry.payload.record.complainant.name : '';
    };
    expect(nameOf('慕容海')).toBe('慕容**');
    expect(nameOf('𠮷野')).toBe('𠮷**');
    expect(nameOf('张')).toBe('张**');
    expect(nameOf('')).toBe('');
  });

  it('blanks hashes, from which a name could be found by trying', () => {
    for (const entry of maskedLife(sampleRecord('tanghe-01'))) {
      expect(entry.hash).toMatch(/^0+$/);
      expect(entry.prevHash).toMatch(/^0+$/);
    }
  });

  it('finds numbers in full-width digits and with gaps', () => {
    const record = {
      ...sampleRecord('tanghe-01'),
      narrative: '打１９９ ００００ ０８８８或199-0000-0777，证号999999195903142175',
    };
    const [entry] = maskedLife(record);
    const narrative = entry?.kind === 'registered' ? entry.payload.record.narrative : '';
    expect(narrative).toBe('打***或***，证号***');
  });

  it('never makes a text longer than its limit allows, and never touches codes', () => {
    const base = sampleRecord('tanghe-01');
    const name = fc.oneof(
      fc.string({ minLength: 1, maxLength: 8 }),
      fc.constantFrom('agree', 'handle', '.*', '张', '𠮷$'),
    );
    fc.assert(
      fc.property(name, (text) => {
        const record = {
          ...base,
          complainant: { ...base.complainant, name: text },
          narrative: text.repeat(40_000 / text.length),
        };
        return maskedLife(record).every((entry) => entrySchema.safeParse(entry).success);
      }),
      { numRuns: 60 },
    );
  });
});
