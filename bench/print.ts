import type { PrintableDocument } from '../domain/documents/model.ts';
import { renderDocument } from '../printing/index.ts';
import { type Figure, figure, timed, timesOf } from './statistics.ts';

const WORDS = '来访人说上周四上午九点多到大厅办理二手房过户等了两个多小时';

/** A slip of 60 Chinese lines, each of which fits on one line of an 80 mm roll. */
const SLIP: PrintableDocument = {
  document: 'registration_slip',
  title: '登记回执单',
  number: 'TH03-20261121-0007-K',
  organisation: '样例中心',
  style: 'form',
  blocks: Array.from({ length: 60 }, (_, line) => ({
    type: 'paragraph' as const,
    text: `${String(line + 1).padStart(2, '0')} ${WORDS.slice(line % 8, (line % 8) + 20)}`,
  })),
};

/** From the printable model to the bytes that go to the printer. No raw limit to compare with, so milliseconds only. */
export async function benchPrint(quick: boolean): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { width, name } of [
    { width: '80', name: '60 lines to ESC/POS, 80 mm' },
    { width: 'a4', name: '60 lines to a PDF, A4' },
  ] as const) {
    const first = await timed(() => renderDocument(SLIP, width));
    const samples: number[] = [];
    for (let run = 0; run < (quick ? 10 : 50); run += 1) samples.push(await timed(() => renderDocument(SLIP, width)));
    figures.push(
      figure(name, timesOf(samples), null),
      figure(`${name}, the first of a process`, timesOf([first]), null),
    );
  }
  return figures;
}
