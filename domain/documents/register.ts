import type { DocumentClock, DocumentContext, DocumentProfile } from './context.ts';
import { type DocumentForm, fieldOf } from './form.ts';
import { fieldCell } from './form-values.ts';
import type { PrintableDocument } from './model.ts';
import { chineseDate, chineseTime } from './wording.ts';

/** Books that every desk keeps, whatever its regime: one row a case. */
export const DESK_REGISTERS: readonly DocumentForm[] = [
  {
    id: '受理登记簿',
    name: '受理登记簿',
    layout: 'register',
    fields: [
      { label: '编号', value: 'number' },
      { label: '收到时间', value: 'received_at' },
      { label: '渠道', value: 'channel' },
      { label: '投诉人', value: 'complainant.name' },
      { label: '涉及单位', value: 'respondent' },
      { label: '事项', value: 'summary' },
      { label: '承办单位', value: 'assignment.unit' },
      { label: '登记人', value: 'registered.by' },
    ],
  },
  {
    id: '办结登记簿',
    name: '办结登记簿',
    layout: 'register',
    after: 'closed',
    fields: [
      { label: '编号', value: 'number' },
      { label: '收到时间', value: 'received_at' },
      { label: '投诉人', value: 'complainant.name' },
      { label: '涉及单位', value: 'respondent' },
      { label: '事项', value: 'summary' },
      { label: '办结时间', value: 'closing.at' },
      { label: '结果', value: 'closing.outcome' },
      { label: '是否属实', value: 'closing.verified' },
      { label: '经办人', value: 'closing.by' },
    ],
  },
];

/** The registers of a desk: the regime's own first, which also stand in for the desk's of the same id. */
export function registersOf(profile: Pick<DocumentProfile, 'forms'>): DocumentForm[] {
  const own = profile.forms.filter((form) => form.layout === 'register');
  return [...own, ...DESK_REGISTERS.filter((form) => !own.some(({ id }) => id === form.id))];
}

export function registerForm(profile: Pick<DocumentProfile, 'forms'>, id: string): DocumentForm | undefined {
  return registersOf(profile).find((form) => form.id === id);
}

/** Local dates `YYYY-MM-DD`, both included. */
export interface RegisterPeriod {
  from: string;
  to: string;
}

export interface RegisterRow {
  state: DocumentContext['state'];
  clocks: readonly DocumentClock[];
}

/** A book over the cases of a period, in the order given; it stays in the office, so nothing is masked. */
export function registerDocument(
  profile: DocumentProfile,
  form: DocumentForm,
  rows: readonly RegisterRow[],
  period: RegisterPeriod,
  desk: Pick<DocumentContext, 'station' | 'printedAt'>,
): PrintableDocument {
  const fields = form.fields.map(fieldOf);
  const cellsOf = (row: RegisterRow) => {
    const context: DocumentContext = { ...row, ...desk, profile, copy: 0 };
    return fields.map((field) => fieldCell(field.label, field.value, context));
  };
  const shape = rows[0] ? cellsOf(rows[0]) : [];
  const days = `${chineseDate(period.from)}至${chineseDate(period.to)}`;
  return {
    document: `form:${form.id}`,
    title: form.name,
    number: days,
    organisation: desk.station.organisation,
    style: 'form',
    blocks: [
      { type: 'subtitle', text: desk.station.organisation, align: 'center' },
      { type: 'title', text: form.name },
      { type: 'subtitle', text: `${days}　共${rows.length}件`, align: 'center' },
      {
        type: 'list',
        columns: [
          { label: '序号', weight: 0.5 },
          ...fields.map((field, at) => ({ label: field.label, weight: shape[at]?.whole ? 2 : 1 })),
        ],
        rows: rows.map((row, at) => [String(at + 1), ...cellsOf(row).map((cell) => cell.value)]),
      },
      {
        type: 'footer',
        lines: [`${desk.station.name}　${desk.station.code}`, `打印时间：${chineseTime(desk.printedAt)}`],
      },
    ],
  };
}
