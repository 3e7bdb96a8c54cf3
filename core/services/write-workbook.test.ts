import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDemoDesk, type TestDesk } from '../../tests/builders/desk.ts';
import { sampleRecord } from '../../tests/harness/samples.ts';

const HOSTILE = ['=HYPERLINK("http://x","y")', '+1+1', '-2+3', '@SUM(A1)', '\tx', '\r=1', "=cmd|' /C calc'!A0"];

interface Parsed {
  names: string[];
  xml: Record<string, string>;
  /** Cells of a sheet: reference, type, style, and the text or number in it. */
  cells: (sheet: string) => { ref: string; type: string; style: string; value: string }[];
}

/** Reads a workbook the way a spreadsheet does: sheets by relation, strings from the shared table. */
function parse(bytes: Uint8Array): Parsed {
  const xml = Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, part]) => [name, strFromU8(part)]));
  const plain = (words: string) =>
    words
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&apos;', "'")
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&');
  const shared = [...(xml['xl/sharedStrings.xml'] ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map(([, si = '']) =>
    plain([...si.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, t = '']) => t).join('')),
  );
  const names = [...(xml['xl/workbook.xml'] ?? '').matchAll(/<sheet [^>]*\bname="([^"]*)"/g)].map(
    ([, name = '']) => name,
  );
  return {
    names,
    xml,
    cells: (sheet) => {
      const part = xml[`xl/worksheets/sheet${names.indexOf(sheet) + 1}.xml`] ?? '';
      return [...part.matchAll(/<c ([^>]*)>(.*?)<\/c>/gs)].map(([, attributes = '', inner = '']) => {
        const of = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '';
        const value = /<v>(.*?)<\/v>/s.exec(inner)?.[1] ?? /<t[^>]*>(.*?)<\/t>/s.exec(inner)?.[1] ?? '';
        const words = of('t') === 's' ? (shared[Number(value)] ?? '') : plain(value);
        return { ref: of('r'), type: of('t'), style: of('s'), value: words };
      });
    },
  };
}

/** The number format of a cell's style. */
function formatOf({ xml }: Parsed, style: string): string | undefined {
  const styles = xml['xl/styles.xml'] ?? '';
  const [, cellXfs = ''] = /<cellXfs[^>]*>(.*?)<\/cellXfs>/s.exec(styles) ?? [];
  const id = /numFmtId="(\d+)"/.exec([...cellXfs.matchAll(/<xf [^>]*>/g)][Number(style)]?.[0] ?? '')?.[1];
  return new RegExp(`numFmtId="${id}" formatCode="([^"]*)"`).exec(styles)?.[1];
}

describe('the workbook', () => {
  let dir: string;
  let desk: TestDesk;
  let book: Parsed;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-workbook-'));
    desk = await openDemoDesk(dir);
    await desk.signInAs('intake_officer');
    const sample = sampleRecord('tanghe-04');
    for (const [i, words] of HOSTILE.entries()) {
      await desk.register(`hostile ${i}`, {
        ...sample,
        channel: 'phone',
        complainant: { ...sample.complainant, name: '员样例', phone: '19900000077', id_no: '' },
        respondent: { ...sample.respondent, unit: words, window_no: words },
        request: `${words} 员样例的电话是19900000077`,
      });
    }
    const response = await desk.fetch(
      new Request('http://desk/workbook?from=2026-03-01&to=2026-03-31', {
        headers: { 'x-desk-session': desk.session() },
      }),
    );
    expect(response.status).toBe(200);
    book = parse(new Uint8Array(await response.arrayBuffer()));
  }, 60_000);
  afterAll(async () => {
    await desk.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('has its six sheets, and no formula anywhere', () => {
    expect(book.names).toEqual(['汇总', '按渠道', '按类别', '按窗口', '后果提示', '案件清单']);
    const sheets = Object.entries(book.xml).filter(([name]) => name.startsWith('xl/worksheets/sheet'));
    expect(sheets.length).toBe(6);
    for (const [name, xml] of sheets) expect(xml, name).not.toMatch(/<f[ >]/);
    expect(Object.keys(book.xml).some((name) => /externalLink|vbaProject/i.test(name))).toBe(false);
  });

  it('writes what begins like a formula as a string of the format 文本', () => {
    const cells = book.cells('按窗口');
    const dangerous = cells.filter(({ value }) => /^[=+\-@]/.test(value));
    expect(dangerous.map(({ value }) => value)).toContain('=HYPERLINK("http://x","y")');
    expect(dangerous.length).toBeGreaterThanOrEqual(4);
    for (const { type, style, value } of dangerous) {
      expect(type, value).toBe('s');
      expect(formatOf(book, style), value).toBe('@');
    }
  });

  it('names nobody, and writes dates as dates and counts as numbers', () => {
    const cells = book.cells('案件清单');
    const words = cells.map(({ value }) => value).join('\n');
    expect(words).not.toContain('员样例');
    expect(words).not.toContain('19900000077');
    expect(words).toContain('员**');
    const registered = cells.find(({ ref }) => ref === 'B2');
    expect(registered?.type === '' || registered?.type === 'n').toBe(true);
    // 2026-03-04 as a spreadsheet counts days.
    expect(Number(registered?.value)).toBe(46_085);
    const total = book.cells('汇总').find(({ ref }) => ref === 'B6');
    expect([total?.type === 's', Number(total?.value)]).toEqual([false, HOSTILE.length]);
  });

  it('is refused to who is not signed in, and for a period that ends before it begins', async () => {
    const ask = (query: string, session: string) =>
      desk.fetch(new Request(`http://desk/workbook?${query}`, { headers: { 'x-desk-session': session } }));
    expect((await ask('from=2026-03-01&to=2026-03-31', '')).status).toBe(401);
    expect((await ask('from=2026-03-31&to=2026-03-01', desk.session())).status).toBe(400);
    expect((await ask('from=x', desk.session())).status).toBe(400);
  });
});
