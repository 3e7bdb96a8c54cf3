import jsqr from 'jsqr';
import { describe, expect, it } from 'vitest';
import { documentKind } from '../domain/documents/kinds.ts';
import { sampleRecord } from '../tests/harness/samples.ts';
import { contextOf, fullState } from '../tests/virtual-printer/states.ts';
import { type Bitmap, hasDot } from './bitmap.ts';
import { type PrinterProfile, renderDocument, USUAL } from './index.ts';
import { interpret } from './interpreter.ts';

const WIDTHS = ['58', '80'] as const;

/** What the printer makes of a paper of this case. */
async function printed(document: string, width: '58' | '80', state: ReturnType<typeof fullState>, copy = 0) {
  const kind = documentKind(document);
  if (!kind) throw new Error(document);
  const paper = await renderDocument(kind.build(contextOf(state, copy)), width);
  return { paper, out: interpret(paper.bytes, width) };
}

/** The picture as jsQR wants it: four bytes a dot. */
function readQr(page: Bitmap): string | null {
  const dots = new Uint8ClampedArray(page.width * page.height * 4).fill(255);
  for (let y = 0; y < page.height; y += 1) {
    for (let x = 0; x < page.width; x += 1) {
      if (hasDot(page, x, y)) dots.fill(0, (y * page.width + x) * 4, (y * page.width + x) * 4 + 3);
    }
  }
  // A CommonJS package: under Node the function is the default's default for the types, the default itself at run time.
  const decode = jsqr as unknown as typeof jsqr.default;
  return decode(dots, page.width, page.height)?.data ?? null;
}

describe.each(WIDTHS)('receipts of %s mm', (width) => {
  it('carries a QR code that a scanner reads as the case number', async () => {
    const state = fullState(sampleRecord('tanghe-01'));
    const { out } = await printed('registration_slip', width, state);
    expect(readQr(out.page)).toBe(`JSD1:${state.number}`);
  });

  it('draws the citizen’s signature', async () => {
    const record = sampleRecord('tanghe-01');
    const signed = await printed('registration_slip', width, fullState(record));
    const unsigned = await printed('registration_slip', width, { ...fullState(record), signature: null });
    expect(signed.out.page.height).toBeGreaterThan(unsigned.out.page.height);
  });
});

describe('what a citizen says', () => {
  it('never drives the printer: cut, drawer and the rest of a pasted receipt are shown, not obeyed (yongji-03)', async () => {
    const { out, paper } = await printed('registration_form', '80', fullState(sampleRecord('yongji-03')));
    expect(out.cuts).toHaveLength(1);
    expect(out.unknown).toEqual([]);
    const text = paper.text.join('');
    for (const shown of ['␛', '␝', '␀', '␇']) expect(text).toContain(shown);
  });
});

describe('rare characters', () => {
  it.each(['赵𠮷祥', '周㛃', '李𬍛', '𰻝'])('%s comes out as a picture of itself in the same line', async (name) => {
    const record = sampleRecord('tanghe-01');
    const { paper, out } = await printed(
      'registration_slip',
      '80',
      fullState({ ...record, complainant: { ...record.complainant, name } }),
    );
    const line = paper.text.find((one) => one.includes(name));
    expect(line).toBeDefined();
    expect(out.text.join('\n')).not.toContain(name);
    const common = await printed(
      'registration_slip',
      '80',
      fullState({ ...record, complainant: { ...record.complainant, name: '张' } }),
    );
    expect(Math.abs(out.page.height - common.out.page.height)).toBeLessThan(40);
  });

  it('䶮 (GB 18030 FE9F) goes out as text where the printer has it, else as a picture', async () => {
    const state = fullState(sampleRecord('tanghe-04'));
    const usual = await printed('registration_slip', '80', state);
    expect(usual.paper.text.join('\n')).toContain('刘䶮');
    expect(usual.out.text.join('\n')).not.toContain('刘');
    const model = documentKind('registration_slip')?.build(contextOf(state, 0));
    if (!model) throw new Error('no slip');
    const larger: PrinterProfile = { ...USUAL, font: 'gb18030' };
    const { bytes } = await renderDocument(model, '80', larger);
    expect(interpret(bytes, '80', larger).text.join('\n')).toContain('刘䶮');
    // On a printer that has no more than GBK, those bytes are a fault that the interpreter names.
    expect(interpret(bytes, '80').unknown).toEqual(["not in the printer's font: 䶮"]);
  });

  it('names a character that no font has, and prints no empty box', async () => {
    const { paper } = await printed('registration_slip', '80', fullState(sampleRecord('suzhou12345-06')));
    expect(paper.text.join('')).toContain('⟦U+E4F2⟧');
  });

  it('keeps a 25-character name whole on 58 mm, with its own dot', async () => {
    const record = sampleRecord('yunnan-01');
    const { paper } = await printed('registration_slip', '58', fullState(record));
    expect(paper.text.join('').replaceAll(/\s/gu, '')).toContain(record.complainant.name);
  });
});

describe('papers for others', () => {
  it('do not tell the unit who complained', async () => {
    const record = sampleRecord('tanghe-01');
    for (const width of WIDTHS) {
      const { paper } = await printed('assignment_slip', width, fullState(record));
      const text = paper.text.join('').replaceAll(/\s/gu, '');
      for (const secret of ['赵𠮷祥', record.complainant.id_no, record.complainant.phone, '东赵庄'])
        expect(text).not.toContain(secret);
      expect(text).toContain(record.narrative.slice(0, 20));
    }
  });

  it('show on the slip no more of identity and telephone than is needed', async () => {
    const record = sampleRecord('tanghe-01');
    const { paper } = await printed('registration_slip', '80', fullState(record));
    const text = paper.text.join('');
    expect(text).not.toContain(record.complainant.id_no);
    expect(text).not.toContain(record.complainant.phone);
  });

  it('print all grounds of a refusal with the one that applies ticked, and say 补打 on a reprint', async () => {
    const { paper } = await printed('refusal_notice', '80', fullState(sampleRecord('yunnan-06')), 2);
    const text = paper.text.join('');
    expect(text.match(/☑/gu)).toHaveLength(1);
    expect(text.match(/□/gu)?.length).toBeGreaterThanOrEqual(3);
    expect(text).toMatch(/补打.*2/u);
  });

  it('keep a long narrative off the slip: it does not become metres long (shequ-03)', async () => {
    const { out } = await printed('registration_slip', '58', fullState(sampleRecord('shequ-03')));
    // 203 dots an inch: 300 mm are 2,400 dots.
    expect(out.page.height).toBeLessThan(2_400);
  });
});
