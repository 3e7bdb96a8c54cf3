import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadProfiles } from '../core/load-profiles.ts';
import { fieldOf } from '../domain/documents/form.ts';
import { paperKind, paperKinds } from '../domain/documents/form-kinds.ts';
import { fieldCell } from '../domain/documents/form-values.ts';
import { handoverDocument } from '../domain/documents/handover-sheet.ts';
import { linesOf } from '../domain/documents/model.ts';
import { DESK_REGISTERS, registerDocument } from '../domain/documents/register.ts';
import type { Form, Profile } from '../domain/regimes/profile-schema.ts';
import { SAMPLES, sampleRecord } from '../tests/harness/samples.ts';
import { contextOf, richState } from '../tests/virtual-printer/states.ts';
import { renderDocument } from './index.ts';
import { interpret } from './interpreter.ts';

const profiles = loadProfiles().all();
const forms = profiles.flatMap((profile) =>
  paperKinds(profile, null)
    .filter((kind) => kind.id.startsWith('form:'))
    .map((kind) => [profile.id, kind.id] as const),
);
/** Values that a hand fills in, whatever the case. */
const BY_HAND = /(^|\|)(blank(\.\w+)?|sign|seal|receipt)$|^record:/;

const bare = (text: string) => text.replaceAll(/[\s\u3000]/gu, '');
const profileOf = (id: string): Profile => {
  const found = profiles.find((profile) => profile.id === id);
  if (!found) throw new Error(id);
  return found;
};
const recordOf = (regime: string) => {
  const found = SAMPLES.find((sample) => sample.record.regime === regime && sample.expect.valid);
  if (!found) throw new Error(regime);
  return found.record;
};

/** The paper of a form of this regime, from a case in which everything happened that can. */
function compose(regime: string, document: string, record = recordOf(regime), copy = 0) {
  const profile = profileOf(regime);
  const state = richState(record, profile);
  const kind = paperKind(profile, document, state);
  if (!kind) throw new Error(document);
  expect(kind.available(state), document).toBeNull();
  const context = { ...contextOf(state, copy), profile };
  return { model: kind.build(context), kind, context, state };
}

const formOf = (profile: Profile, document: string): Form | undefined =>
  profile.forms.find((form) => document === `form:${form.id}`);

describe('every form of every regime', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-forms-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  function read(bytes: Uint8Array): { text: string; pages: number } {
    const file = join(dir, 'paper.pdf');
    writeFileSync(file, bytes);
    const text = execFileSync('pdftotext', ['-enc', 'UTF-8', '-raw', file, '-'], { encoding: 'utf8' });
    return { text, pages: text.split('\f').length - 1 };
  }

  it.each(forms)(
    '%s %s: all its labels stand on A4, and nothing that the case knows is left empty',
    async (regime, id) => {
      const { model, context, state } = compose(regime, id);
      const { text, pages } = read((await renderDocument(model, 'a4')).bytes);
      expect(pages).toBeGreaterThanOrEqual(1);
      expect(bare(text)).toContain(bare(state.number));
      expect(bare(text)).toContain(bare(model.title));
      for (const field of formOf(context.profile as Profile, id)?.fields ?? []) {
        const { label, value } = fieldOf(field);
        expect(bare(text), label).toContain(bare(label));
        if (!BY_HAND.test(value)) expect(fieldCell(label, value, context).value, label).not.toBe('');
      }
    },
  );

  it('cuts a paper for others in parts, which bear one number across the line', () => {
    const { model } = compose('yunnan', 'form:交办单');
    const lines = linesOf(model);
    expect(lines.filter((line) => line.startsWith('骑缝'))).toEqual([
      '骑缝　唐政服转〔2026〕5号　盖章处',
      '骑缝　唐政服转〔2026〕5号　盖章处',
    ]);
    expect(lines).toContain('政务服务投诉交办单（存根）');
    expect(lines).toContain('回执');
    expect(linesOf(compose('yunnan', 'form:受理通知书').model)).toContain('送达回证');
  });

  it('lets a long narrative flow over pages, each with the title and its number (shequ-03)', async () => {
    const { model } = compose('shequ', 'form:投诉处理单', sampleRecord('shequ-03'));
    const { text, pages } = read((await renderDocument(model, 'a4')).bytes);
    expect(pages).toBeGreaterThan(2);
    expect(text.match(/投诉处理单（续）/gu)).toHaveLength(pages - 1);
    expect(text).toMatch(new RegExp(`第${pages}页\\s*共${pages}页`));
  });
});

describe('papers that leave the office', () => {
  const outgoing = forms.filter(([regime, id]) => {
    const form = formOf(profileOf(regime), id);
    return form === undefined || form.reader === 'unit';
  });

  it('there are some in each regime that hands cases to units by a form', () => {
    expect(outgoing.length).toBeGreaterThanOrEqual(10);
  });

  it.each(outgoing)('%s %s does not tell the unit who complained', (regime, id) => {
    const base = recordOf(regime);
    const record = {
      ...base,
      complainant: {
        ...base.complainant,
        type: 'named' as const,
        name: '欧阳示例',
        id_no: '999999199001012345',
        phone: '19900004321',
        address: '样例县示范路七号',
        work_unit: '示范第三纺织厂',
      },
      narrative: `欧阳示例（电话19900004321，住样例县示范路七号）：${base.narrative}`,
      request: `请给欧阳示例回电19900004321。${base.request}`,
      evidence: [{ kind: 'photo', name: '欧阳示例的照片.jpg', note: '欧阳示例摄' }],
    };
    const text = linesOf(compose(regime, id, record).model).join('');
    for (const secret of ['欧阳示例', '999999199001012345', '19900004321', '示范路七号', '第三纺织厂'])
      expect(text).not.toContain(secret);
  });

  it('every urging has its own slip, and a second slip is no reprint of the first', () => {
    const profile = profileOf('shequ');
    const state = richState(recordOf('shequ'), profile);
    const [first] = state.urgings;
    if (!first) throw new Error('the rich case was urged');
    const twice = { ...state, urgings: [first, { ...first, slipNumber: '社区催〔2026〕9号', progress: '仍未查清' }] };
    const kinds = paperKinds(profile, twice).filter((kind) => kind.id.startsWith('form:催办单'));
    expect(kinds.map((kind) => kind.id)).toEqual(['form:催办单@1', 'form:催办单@2']);
    const words = (id: string) =>
      linesOf(
        paperKind(profile, id, twice)?.build({ ...contextOf(twice), profile }) ?? compose('shequ', id).model,
      ).join('');
    expect(words('form:催办单@1')).toContain('第1次');
    expect(words('form:催办单@2')).toContain('第2次');
    expect(words('form:催办单@2')).toContain('社区催〔2026〕9号');
    expect(words('form:催办单@1')).not.toContain('社区催〔2026〕9号');
  });

  it('says 补打 on a reprint', () => {
    expect(linesOf(compose('nanxi', 'form:转办单', recordOf('nanxi'), 2).model)).toContain('【补打 第2次】');
  });

  it('is not given out before its time', () => {
    const profile = profileOf('shequ');
    const state = { ...richState(recordOf('shequ'), profile), urgings: [], assignment: null };
    expect(paperKind(profile, 'form:催办单', state)?.available(state)).toBe('document_unavailable');
    expect(paperKind(profile, 'form:投诉处理单_承办', state)?.available(state)).toBe('document_unavailable');
    expect(paperKind(profile, 'form:投诉处理单', state)?.available(state)).toBeNull();
    expect(paperKind(profile, 'form:没有的', state)).toBeUndefined();
  });
});

describe('what a citizen says on a form', () => {
  const hostile = '\u001b@\u001dV\u0000\u001bp\u0000\u0010\u0004\u0001\u202e甲\ud842\ue4f2\u0000'.repeat(30);

  it.each(forms)('%s %s never drives the printer and never breaks the PDF', async (regime, id) => {
    const base = recordOf(regime);
    const record = {
      ...base,
      narrative: hostile,
      request: hostile,
      complainant: { ...base.complainant, name: `乙${hostile.slice(0, 60)}`, address: hostile.slice(0, 100) },
    };
    const { model, kind } = compose(regime, id, record);
    const text = linesOf(model).join('\n');
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/u);
    for (const width of kind.widths) {
      const { bytes } = await renderDocument(model, width);
      if (width === 'a4') continue;
      const out = interpret(bytes, width);
      expect(out.unknown).toEqual([]);
      expect(out.overflows).toEqual([]);
      expect(out.cuts).toHaveLength(1);
    }
  });
});

describe('lists', () => {
  const { station, printedAt } = contextOf(richState(recordOf('tanghe'), profileOf('tanghe')));

  it.each(DESK_REGISTERS.map((form) => form.id))('%s: one row a case over pages, all in order', async (id) => {
    const profile = profileOf('tanghe');
    const form = DESK_REGISTERS.find((one) => one.id === id);
    if (!form) throw new Error(id);
    const rows = Array.from({ length: 60 }, (_, at) => ({
      state: richState(recordOf('tanghe'), profile, at),
      clocks: [],
    }));
    const period = { from: '2026-03-01', to: '2026-03-31' };
    const model = registerDocument(profile, form, rows, period, { station, printedAt });
    const lines = linesOf(model);
    for (const { state } of rows) expect(lines.filter((line) => line.includes(state.number))).toHaveLength(1);
    const { bytes } = await renderDocument(model, 'a4');
    expect(Buffer.from(bytes.subarray(0, 5)).toString()).toBe('%PDF-');
  });

  it('an empty book and an empty handover are papers too, with what the regime asks left for a hand', async () => {
    const [form] = DESK_REGISTERS;
    if (!form) throw new Error('no register');
    const period = { from: '2026-03-01', to: '2026-03-31' };
    const empty = registerDocument(profileOf('tanghe'), form, [], period, { station, printedAt });
    const sheet = handoverDocument(
      { startedAt: printedAt, endedAt: printedAt, from: '甲', to: '乙', leader: null, note: null, items: [] },
      [{ id: 'a', label: '待办事宜' }],
      { station, printedAt },
    );
    expect(linesOf(sheet)).toContain('待办事宜：');
    for (const model of [empty, sheet]) expect((await renderDocument(model, 'a4')).bytes.length).toBeGreaterThan(1_000);
  });
});
