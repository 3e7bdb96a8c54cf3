import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentKind, documentKinds } from '../domain/documents/kinds.ts';
import { sampleRecord } from '../tests/harness/samples.ts';
import { contextOf, fullState, validSamples } from '../tests/virtual-printer/states.ts';
import { renderDocument } from './index.ts';

/** What a person copies out of the PDF: `pdftotext` of poppler-utils, another program than the one that wrote it. */
describe('A4', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-pdf-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  async function paper(
    document: string,
    record: Parameters<typeof fullState>[0],
  ): Promise<{ text: string; pages: number }> {
    const kind = documentKind(document);
    if (!kind) throw new Error(document);
    const { bytes, mime } = await renderDocument(kind.build(contextOf(fullState(record))), 'a4');
    expect(mime).toBe('application/pdf');
    const file = join(dir, 'paper.pdf');
    writeFileSync(file, bytes);
    const text = execFileSync('pdftotext', ['-enc', 'UTF-8', '-raw', file, '-'], { encoding: 'utf8' });
    return { text, pages: text.split('\f').length - 1 };
  }
  const bare = (text: string) => text.replaceAll(/[\s\u3000]/gu, '');

  it.each(documentKinds.map((kind) => kind.id))(
    '%s: one page or more of every kind, with its number',
    async (document) => {
      const record = sampleRecord('tanghe-01');
      const { text, pages } = await paper(document, record);
      expect(pages).toBeGreaterThanOrEqual(1);
      expect(text).toContain(fullState(record).number);
    },
  );

  it('every sample makes a registration form that holds its name, whole', async () => {
    for (const { id, record } of validSamples()) {
      const { text } = await paper('registration_form', record);
      const name = record.complainant.name.replaceAll(/[\u200b\ue000-\uf8ff]/gu, '');
      if (id !== 'suzhou12345-06' && id !== 'jisheng-02') expect(bare(text), id).toContain(bare(name));
    }
  }, 120_000);

  it('sets no word of the foot over another, however long the station’s name', async () => {
    const context = contextOf(fullState(sampleRecord('tanghe-01')));
    const station = { ...context.station, name: '样例县人民政府政务服务中心投诉举报综合受理台（二楼东厅）' };
    const kind = documentKind('refusal_notice');
    const model = kind?.build({ ...context, station });
    if (!model) throw new Error('no notice');
    const file = join(dir, 'foot.pdf');
    writeFileSync(file, (await renderDocument(model, 'a4')).bytes);
    const html = execFileSync('pdftotext', ['-bbox', file, '-'], { encoding: 'utf8' });
    const words = [...html.matchAll(/xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"/g)]
      .map(([, ...sides]) => sides.map(Number) as [number, number, number, number])
      .filter(([, top]) => top > 800);
    expect(words.length).toBeGreaterThan(3);
    for (const [at, a] of words.entries()) {
      for (const b of words.slice(at + 1)) {
        const over = a[0] < b[2] - 1 && b[0] < a[2] - 1 && a[1] < b[3] - 4 && b[1] < a[3] - 4;
        expect(over, `${a} ${b}`).toBe(false);
      }
    }
  });

  it.each(['𠮷', '䶮', '㛃', '𬍛', '𰻝'])('%s can be copied out of it', async (rare) => {
    const record = sampleRecord('tanghe-01');
    const { text } = await paper('registration_form', {
      ...record,
      complainant: { ...record.complainant, name: `赵${rare}祥` },
    });
    expect(text).toContain(`赵${rare}祥`);
  });

  it('lets 3,700 characters flow over pages and loses none (shequ-03)', async () => {
    const record = sampleRecord('shequ-03');
    const { text, pages } = await paper('registration_form', record);
    expect(pages).toBeGreaterThan(2);
    const printed = new Set(bare(text));
    const lost = [...bare(record.narrative)].filter((char) => !printed.has(char));
    expect(lost).toEqual([]);
    const han = (value: string) => [...value].filter((char) => /\p{Script=Han}/u.test(char)).length;
    expect(han(text)).toBeGreaterThanOrEqual(han(record.narrative));
    expect(text).toMatch(new RegExp(`第${pages}页\\s*共${pages}页`));
  });

  it.each(['acceptance_notice', 'refusal_notice'])(
    'gives %s one page, with the place for the seal and its counterfoil',
    async (document) => {
      const { text, pages } = await paper(document, sampleRecord('tanghe-01'));
      expect(pages).toBe(1);
      for (const words of ['受理通知书', '特此告知', '盖章', '存根']) expect(bare(text)).toContain(words);
    },
  );
});
