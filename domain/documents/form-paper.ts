import type { DocumentContext } from './context.ts';
import { type DocumentForm, fieldOf } from './form.ts';
import { fieldCell, fieldText } from './form-values.ts';
import { stateForUnit } from './masked-state.ts';
import type { Block, Cell, PrintableDocument } from './model.ts';
import { codeBlocks, deliveryReceipt, printedFooter, reprintMark, unitReceipt } from './parts.ts';
import { addressee, chineseDate, PERSON_WORDS, respondentLine } from './wording.ts';

const MASKED_NOTE = '投诉人的身份信息已按规定隐去，请勿向被投诉人员打听、透露。';

/** Short cells two by two, those that may be long alone: in the form's own order. */
function tableRows(form: DocumentForm, context: DocumentContext): Cell[][] {
  const rows: Cell[][] = [];
  let open: Cell[] | null = null;
  for (const field of form.fields) {
    const { label, value } = fieldOf(field);
    const { whole, ...cell } = fieldCell(label, value, context);
    if (whole) {
      rows.push([cell]);
      open = null;
    } else if (open) {
      open.push(cell);
      open = null;
    } else {
      open = [cell];
      rows.push(open);
    }
  }
  return rows;
}

/** The day the paper speaks of: of the urging, the decision, the assignment; of printing where there is none. */
function dateOf(form: DocumentForm, { state, urging, printedAt }: DocumentContext): string {
  switch (form.after) {
    case 'urged':
      return chineseDate(state.urgings.at(urging ?? -1)?.at ?? printedAt);
    case 'decided':
    case 'accepted':
    case 'refused':
      return chineseDate((state.accepted ?? state.refused)?.at ?? printedAt);
    case 'assigned':
      return chineseDate(state.assignment?.at ?? printedAt);
    default:
      return chineseDate(printedAt);
  }
}

/** The counterfoil that stays with the desk: enough to know later what went out to whom. */
function counterfoil(form: DocumentForm, context: DocumentContext, number: string): Block {
  const { state } = context;
  const { record } = state;
  const toUnit = form.reader === 'unit';
  return {
    type: 'stub',
    title: `${form.name}（存根）`,
    number: number || state.number,
    rows: [
      { label: '文号', value: number },
      { label: '编号', value: state.number },
      toUnit
        ? { label: '送往', value: state.urgings.at(context.urging ?? -1)?.unit ?? state.assignment?.unit.name ?? '' }
        : { label: PERSON_WORDS[record.kind], value: addressee(record) },
      { label: '涉及单位', value: respondentLine(record) },
      { label: '日期', value: dateOf(form, context) },
      { label: '经手人', value: '' },
    ].filter((row) => row.value !== '' || row.label === '经手人'),
  };
}

/** A regime's own form, filled in as far as the case has come; the rest stays free for a hand. */
export function formPaper(form: DocumentForm, given: DocumentContext): PrintableDocument {
  const forUnit = form.reader === 'unit';
  const context = forUnit ? { ...given, state: stateForUnit(given.state) } : given;
  const { state, station, copy } = context;
  const number = form.number === undefined ? '' : fieldText(form.number, context);
  const parted = form.layout === 'notice';
  const sealed = parted || (form.layout === 'slip' && form.reader === 'unit');
  return {
    document: `form:${form.id}`,
    title: form.name,
    number: state.number,
    organisation: station.organisation,
    style: 'form',
    blocks: [
      { type: 'subtitle', text: station.organisation, align: 'center' },
      { type: 'title', text: form.name },
      ...reprintMark(copy),
      { type: 'number', label: '编号', text: state.number },
      ...(number === '' ? [] : [{ type: 'subtitle', text: number, align: 'right' } satisfies Block]),
      ...codeBlocks(state.number),
      ...(form.reader === 'complainant'
        ? [{ type: 'paragraph', text: `${addressee(state.record)}：` } satisfies Block]
        : []),
      { type: 'table', rows: tableRows(form, context) },
      ...(form.note ? [{ type: 'paragraph', text: form.note, small: true } satisfies Block] : []),
      ...(forUnit ? [{ type: 'paragraph', text: MASKED_NOTE, small: true } satisfies Block] : []),
      ...(sealed
        ? [{ type: 'seal', organisation: station.organisation, date: dateOf(form, context) } satisfies Block]
        : []),
      ...(parted
        ? [
            counterfoil(form, context, number),
            forUnit ? unitReceipt(form.name, number || state.number) : deliveryReceipt(form.name, number, state.record),
          ]
        : []),
      printedFooter(context),
    ],
  };
}
