import type { DocumentContext } from './context.ts';
import type { Block, Cell, PrintableDocument } from './model.ts';
import { HAND_SIGNATURE } from './parts.ts';
import { visible, visibleLine } from './visible.ts';
import { chineseTime } from './wording.ts';

/** A shift that was handed over, as the desk keeps it. Times are ISO 8601; `endedAt` null while it runs. */
export interface HandedShift {
  startedAt: string;
  endedAt: string | null;
  from: string;
  to: string | null;
  leader: string | null;
  note: string | null;
  /** What was gone through: the id's part before the colon says what it is (`timer`, `case`, `draft`), else an item asked. */
  items: readonly { id: string; label: string; text: string }[];
}

const SECTIONS = [
  { kind: 'timer', heading: '正在计时的限时事项' },
  { kind: 'case', heading: '未办结案件' },
  { kind: 'draft', heading: '未登记完的草稿' },
] as const;

const kindOf = (id: string): string => SECTIONS.find(({ kind }) => id.startsWith(`${kind}:`))?.kind ?? 'item';

/**
 * 交接表: what one shift leaves to the next, signed by both.
 *
 * @param asked what the regime wants answered (交接事项); an item without an answer stays free for a hand
 */
export function handoverDocument(
  shift: HandedShift,
  asked: readonly { id: string; label: string }[],
  desk: Pick<DocumentContext, 'station' | 'printedAt'>,
): PrintableDocument {
  const title = '值班交接表';
  const answered = shift.items.filter((item) => kindOf(item.id) === 'item');
  const open = asked.filter(({ label }) => !answered.some((item) => item.label === label));
  const time = shift.endedAt === null ? '' : chineseTime(shift.endedAt);
  const rows: Cell[][] = [
    [
      { label: '接班时间', value: chineseTime(shift.startedAt) },
      { label: '交班时间', value: time },
    ],
    [
      { label: '交班人', value: visibleLine(shift.from) },
      { label: '接班人', value: visibleLine(shift.to ?? '') },
    ],
    ...(shift.leader ? [[{ label: '值班领导', value: visibleLine(shift.leader) }]] : []),
    ...answered.map((item) => [{ label: visibleLine(item.label), value: visible(item.text), room: 2 }]),
    ...open.map((item) => [{ label: visibleLine(item.label), value: '', room: 2 }]),
    [{ label: '交班说明', value: visible(shift.note ?? ''), room: 2 }],
  ];
  return {
    document: 'form:交接表',
    title,
    number: time || chineseTime(shift.startedAt),
    organisation: desk.station.organisation,
    style: 'form',
    blocks: [
      { type: 'subtitle', text: desk.station.organisation, align: 'center' },
      { type: 'title', text: title },
      { type: 'subtitle', text: desk.station.name, align: 'center' },
      { type: 'table', rows },
      ...SECTIONS.flatMap(({ kind, heading }): Block[] => {
        const items = shift.items.filter((item) => kindOf(item.id) === kind);
        return [
          { type: 'heading', text: `${heading}（${items.length}件）` },
          ...(items.length > 0 ? [listOf(items)] : []),
        ];
      }),
      {
        type: 'table',
        rows: [
          [
            { label: '交班人签字', value: '', room: 1, foot: HAND_SIGNATURE },
            { label: '接班人签字', value: '', room: 1, foot: HAND_SIGNATURE },
          ],
          [{ label: '值班领导签字', value: '', room: 1, foot: HAND_SIGNATURE }],
        ],
      },
      {
        type: 'footer',
        lines: [`${desk.station.name}　${desk.station.code}`, `打印时间：${chineseTime(desk.printedAt)}`],
      },
    ],
  };
}

function listOf(items: HandedShift['items']): Block {
  return {
    type: 'list',
    columns: [
      { label: '序号', weight: 0.4 },
      { label: '名称', weight: 1.6 },
      { label: '情况', weight: 4 },
    ],
    rows: items.map((item, at) => [String(at + 1), visibleLine(item.label), visible(item.text)]),
  };
}
