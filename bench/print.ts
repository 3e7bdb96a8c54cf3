import iconv from 'iconv-lite';
import type { Strokes } from '../domain/contract/signature.ts';
import type { PrintableDocument } from '../domain/documents/model.ts';
import { encodeReceipt } from '../printing/escpos.ts';
import { previewPng, renderDocument, USUAL } from '../printing/index.ts';
import { layoutReceipt, type TextLine } from '../printing/layout.ts';
import { LIBRARIES, type Library } from './print-libraries.ts';
import { type Figure, figure, timed, timesOf } from './statistics.ts';

const WORDS = '来访人说上周四上午九点多到大厅办理二手房过户等了两个多小时';

/** A slip that is 60 Chinese lines on an 80 mm roll: name of the office, title and number large, rows, then what was said. */
function slip(name: string): PrintableDocument {
  const rows = [
    ['姓名', name],
    ['登记时间', '2026年3月2日 10:05'],
    ['事项类型', '投诉（窗口服务）'],
    ['有关单位', '不动产登记中心'],
  ] as const;
  return {
    document: 'registration_slip',
    title: '登记回执单',
    number: 'TH03-20261121-0007-K',
    organisation: '样例中心',
    style: 'form',
    blocks: [
      { type: 'subtitle', text: '样例县政务服务中心', align: 'center' },
      { type: 'title', text: '登记回执单' },
      { type: 'number', label: '编号', text: 'TH03-20261121-0007-K' },
      ...rows.map(([label, value]) => ({ type: 'row' as const, label, value, strong: label === '姓名' })),
      ...Array.from({ length: 50 }, (_, line) => ({
        type: 'paragraph' as const,
        text: `${String(line + 1).padStart(2, '0')} ${WORDS.slice(line % 8, (line % 8) + 20)}`,
      })),
      { type: 'footer', lines: ['请妥善保管本单', '样例中心制'] },
    ],
  };
}

/** Four strokes, as long as a name of three characters takes. */
const SIGNATURE: Strokes = {
  width: 600,
  height: 260,
  strokes: [90, 120, 330, 420].map((left, stroke) =>
    Array.from({ length: 60 }, (_, at) => ({
      x: left + at * 2,
      y: 110 + Math.sin(at / 9 + stroke) * 50,
      t: at * 12,
      pressure: 0.5,
    })),
  ),
};

/** The same with bars, QR and a signature, of another case each time: nothing made before is of use. */
function signedSlip(counter: number): PrintableDocument {
  const number = `TH03-20261121-${String(counter).padStart(4, '0')}-K`;
  const { blocks, ...rest } = slip('张文静');
  return {
    ...rest,
    number,
    blocks: [
      ...blocks.slice(0, 3),
      { type: 'barcode', content: number.replaceAll('-', '') },
      { type: 'qr', content: `JSD1:${number}`, caption: '凭编号或二维码查询' },
      ...blocks.slice(3),
      { type: 'signature', label: '本人已核对记录并签字', signature: SIGNATURE, note: '2026年3月2日 10:05' },
    ],
  };
}

const USUAL_NAME = slip('张文静');
const RARE_NAME = slip('赵𠮷祥㛃');

/** Jobs of one measured stretch: one job alone is too short for the clock. */
const BATCH = 20;

/** Whether a stream holds the GB 18030 bytes of every line, without anything in between. */
function printsChinese(bytes: Uint8Array, lines: readonly TextLine[]): boolean {
  const stream = Buffer.from(bytes);
  return lines.every((line) => stream.includes(iconv.encode(line.text, 'gb18030')));
}

/** The same 60 lines through ours and every library, turn by turn; times are of one job. */
async function againstLibraries(quick: boolean): Promise<Figure[]> {
  const all = layoutReceipt(USUAL_NAME, '80', () => true);
  const lines = all.filter((line) => line.kind === 'text');
  if (lines.length !== 60) throw new Error(`the slip has ${lines.length} lines`);
  const ours: Library = { name: 'ours', encode: (text) => encodeReceipt(text, '80', USUAL) };
  const whole: Library = {
    name: 'ours, from the model',
    encode: async () => (await renderDocument(USUAL_NAME, '80', USUAL)).bytes,
  };
  if (!printsChinese(await ours.encode(lines), lines)) throw new Error('ours prints no Chinese');
  const entries = await Promise.all(
    [ours, whole, ...LIBRARIES].map(async (library) => ({
      library,
      chinese: printsChinese(await library.encode(lines), lines),
      samples: [] as number[],
    })),
  );
  const rounds = quick ? 15 : 60;
  const warmUp = 5;
  for (let round = 0; round < warmUp + rounds; round += 1) {
    for (const { library, samples } of entries) {
      // A library of hundreds of milliseconds would make the bench last for minutes.
      const batch = round > 0 && (samples.at(-1) ?? 0) > 20 ? 1 : BATCH;
      const time = await timed(async () => {
        for (let job = 0; job < batch; job += 1) {
          // Awaiting what is no promise would add a turn of the loop to those that are at once ready.
          const bytes = library.encode(lines);
          if (bytes instanceof Promise) await bytes;
        }
      });
      if (round >= warmUp || batch === 1) samples.push(time / batch);
    }
  }
  const [bytes, model, ...others] = entries.map((entry) => ({ ...entry, times: timesOf(entry.samples) }));
  if (!bytes || !model) return [];
  const what = (entry: (typeof others)[number]) => `${entry.library.name}${entry.chinese ? '' : ' (no Chinese)'}`;
  return [
    ...others.map((entry) =>
      figure('60 laid-out lines to ESC/POS', bytes.times, { what: what(entry), times: entry.times }),
    ),
    ...others.map((entry) =>
      figure('the same slip from its model (wrapping included)', model.times, {
        what: `${what(entry)}, from lines laid out before`,
        times: entry.times,
      }),
    ),
  ];
}

async function milliseconds(name: string, quick: boolean, work: () => Promise<unknown>): Promise<Figure[]> {
  const first = await timed(work);
  const samples: number[] = [];
  for (let run = 0; run < (quick ? 10 : 50); run += 1) samples.push(await timed(work));
  return [figure(name, timesOf(samples), null), figure(`${name}, the first of a process`, timesOf([first]), null)];
}

/** From the printable model to the bytes that go to the printer, and to the picture on the screen. */
export async function benchPrint(quick: boolean): Promise<Figure[]> {
  const figures = [
    ...(await milliseconds('60 lines to ESC/POS, 80 mm', quick, () => renderDocument(USUAL_NAME, '80'))),
    ...(await milliseconds('the same with a rare name', quick, () => renderDocument(RARE_NAME, '80'))),
  ];
  const { bytes } = await renderDocument(RARE_NAME, '80');
  let cases = 0;
  const signed = () => renderDocument(signedSlip(++cases), '80');
  figures.push(
    ...(await milliseconds('the same with a signature, a QR code and bars', quick, signed)),
    ...(await milliseconds('its preview from the bytes to PNG', quick, () => previewPng(bytes, '80'))),
    ...(await milliseconds('60 lines to a PDF, A4', quick, () => renderDocument(USUAL_NAME, 'a4'))),
    ...(await againstLibraries(quick)),
  );
  return figures;
}
