import writeXlsxFile, { type Cell, type Sheet } from 'write-excel-file/node';
import { recordsOf, visibleIds } from '../../db/cases.ts';
import { VERIFICATION_WORDS } from '../../domain/contract/commands.ts';
import type { ComplaintRecord } from '../../domain/contract/record.ts';
import type { ConsequenceView, StatisticsView } from '../../domain/contract/views/figures.ts';
import { CHANNEL_WORDS, KIND_WORDS, SATISFACTION_WORDS, STATUS_WORDS } from '../../domain/contract/words.ts';
import { type CaseFigures, overdueDates } from '../../domain/counting/figures.ts';
import type { Period } from '../../domain/counting/periods.ts';
import { WINDOW_WORDS } from '../../domain/counting/windows.ts';
import { COUNTED_WORDS, FLOW_MEANINGS, FLOW_WORDS, SUBJECT_WORDS } from '../../domain/counting/words.ts';
import { maskedName, redactor } from '../../domain/disclosure/redact.ts';
import { visibleLine } from '../../domain/documents/visible.ts';
import { shanghaiIso } from '../platform.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { categoryNames, countCases } from './count-cases.ts';
import { consequencesOn } from './count-consequences.ts';
import { eachFigures } from './each-figures.ts';

/** Rows of the list of cases: more than that no spreadsheet is read by eye, and writing it would hold the desk up. */
const MOST_LISTED = 5_000;

/**
 * The statistics of a period as an .xlsx workbook: 汇总, 按渠道, 按类别, 按窗口, 后果提示, 案件清单.
 *
 * It leaves the desk on a stick, so nobody is named in it: the complainant is a surname (nothing where secrecy was asked
 * for), names and numbers of the registration are blanked in the summary, and there is no phone, address or identity
 * number. Cases from which the officer has withdrawn are not listed.
 */
export async function writeWorkbook(workspace: Workspace, officer: ActingOfficer, period: Period): Promise<Buffer> {
  const figures = await countCases(workspace, officer, period);
  const consequences = await consequencesOn(workspace, officer, period.to);
  const cases = await casesOf(workspace, officer, period);
  const { station } = workspace.settings();
  const now = shanghaiIso(workspace.platform.now());
  const sheets = [
    summarySheet(figures, [
      [text('单位'), text(station.organisation || station.name)],
      [text('统计时段'), text(`${period.from} 至 ${period.to}`)],
      [text('制表时间'), text(now.slice(0, 16).replace('T', ' '))],
    ]),
    figuresSheet('按渠道', '渠道', figures.groups.channel),
    figuresSheet('按类别', '类别', figures.groups.category),
    windowSheet(figures),
    consequenceSheet(consequences),
    caseSheet(workspace, cases, now),
  ];
  return writeXlsxFile(sheets, { fontFamily: '等线', fontSize: 11 }).toBuffer();
}

/**
 * A text cell. It is written as a string of the format 文本, so that a spreadsheet neither runs it as a formula nor makes
 * a number of it, not even when somebody edits it; characters nobody can see are shown.
 */
function text(value: string): Cell {
  return { type: String, value: visibleLine(value), format: '@' };
}

function date(value: string | null): Cell {
  return value === null ? null : { type: Date, value: new Date(`${value}T00:00:00Z`), format: 'yyyy-mm-dd' };
}

const head = (titles: readonly string[]): Cell[] =>
  titles.map((title) => ({
    type: String,
    value: title,
    fontWeight: 'bold',
    backgroundColor: '#E3ECF7',
    bottomBorderStyle: 'thin',
    alignVertical: 'center',
  }));

function sheetOf(name: string, titles: readonly string[], widths: readonly number[], rows: Cell[][]): Sheet<never> {
  return {
    sheet: name,
    columns: widths.map((width) => ({ width })),
    stickyRowsCount: 1,
    data: [head(titles), ...rows],
  };
}

function summarySheet({ groups, limits }: StatisticsView, about: Cell[][]): Sheet<never> {
  const flow = Object.keys(FLOW_MEANINGS) as (keyof typeof FLOW_MEANINGS)[];
  const rows: Cell[][] = [
    ...about,
    [],
    ...flow.map((name) => {
      const figure = groups.flow.find((one) => one.value === name);
      return [text(FLOW_WORDS[name]), figure?.count ?? 0, text(FLOW_MEANINGS[name])];
    }),
    [],
    [text('时限已办，按时'), limits.met, text('这段时间登记的诉求件的时限')],
    [text('时限已办，迟办'), limits.late, null],
    [text('时限未办，已超期'), limits.overdue, null],
    [],
    ...groups.satisfaction.map(({ name, count }) => [text(name), count, text('这段时间反馈时的满意度')]),
    ...groups.finding.map(({ name, count }) => [text(name), count, text('这段时间结案时的核查结论')]),
  ];
  return sheetOf('汇总', ['项目', '数量', '说明'], [24, 28, 44], rows);
}

function figuresSheet(name: string, title: string, figures: StatisticsView['groups']['channel']): Sheet<never> {
  const total = figures.reduce((sum, figure) => sum + figure.count, 0);
  const rows = figures.map((figure): Cell[] => [text(figure.name), figure.count, share(figure.count, total)]);
  return sheetOf(name, [title, '登记（件）', '占比'], [36, 12, 10], rows);
}

function windowSheet({ groups }: StatisticsView): Sheet<never> {
  const verified = new Map(groups.unit_verified.map(({ value, count }) => [value, count]));
  const names = [
    ...groups.unit,
    ...groups.unit_verified.filter(({ value }) => !groups.unit.some((u) => u.value === value)),
  ];
  const registered = new Map(groups.unit.map(({ value, count }) => [value, count]));
  const rows = names.map(({ value, name }): Cell[] => [
    text(name),
    registered.get(value) ?? 0,
    verified.get(value) ?? 0,
  ]);
  return sheetOf('按窗口', ['被反映单位或窗口', '登记（件）', '本时段结案查实（件）'], [40, 12, 22], rows);
}

function consequenceSheet(consequences: readonly ConsequenceView[]): Sheet<never> {
  const rows = consequences.map((one): Cell[] => [
    text(SUBJECT_WORDS[one.subject.kind]),
    text(one.subject.name),
    text(`${WINDOW_WORDS[one.trigger.window]}${COUNTED_WORDS[one.trigger.of] ?? '记入'}`),
    one.count,
    text(one.standing === 'reached' ? '已达到' : '差一次'),
    text(one.effect),
    text(one.source),
  ]);
  const titles = ['对象', '名称', '计数', '次数', '状态', '后果', '依据'];
  return sheetOf('后果提示', titles, [14, 28, 18, 8, 10, 48, 80], rows);
}

interface ListedFigures {
  figures: CaseFigures;
  record: ComplaintRecord;
}

async function casesOf(
  workspace: Workspace,
  officer: ActingOfficer,
  period: Period,
): Promise<{ listed: ListedFigures[]; all: number }> {
  const within = (day: string | null) => day !== null && day >= period.from && day <= period.to;
  const found = new Map<string, CaseFigures>();
  await eachFigures(workspace, officer, period, (figures) => {
    const dates = [figures.registeredOn, figures.acceptedOn, figures.refusedOn, figures.fedBackOn, figures.closedOn];
    if (dates.some(within)) found.set(figures.caseId, figures);
  });
  const ids = visibleIds(workspace.db, [...found.keys()], officer.id);
  const records = recordsOf(workspace.db, ids.slice(0, MOST_LISTED));
  const listed = [...records].flatMap(([id, record]) => {
    const figures = found.get(id);
    return figures ? [{ figures, record }] : [];
  });
  return { listed, all: ids.length };
}

const CASE_COLUMNS: readonly [title: string, width: number][] = [
  ['编号', 24],
  ['登记日期', 12],
  ['类型', 8],
  ['渠道', 10],
  ['受理类别', 16],
  ['状态', 10],
  ['被反映单位或窗口', 26],
  ['窗口号', 9],
  ['诉求人', 10],
  ['诉求摘要', 50],
  ['受理日期', 12],
  ['不予受理日期', 14],
  ['承办单位', 24],
  ['反馈日期', 12],
  ['满意度', 10],
  ['结案日期', 12],
  ['核查结论', 12],
  ['超期', 8],
];
const SUMMARY_LENGTH = 80;

function caseSheet(
  workspace: Workspace,
  { listed, all }: { listed: ListedFigures[]; all: number },
  now: string,
): Sheet<never> {
  const categories = categoryNames(workspace, new Set(listed.map(({ figures }) => figures.regime)));
  const rows = listed.map(({ figures, record }): Cell[] => {
    const words = redactor(record.complainant)((record.request || record.narrative).replace(/\s+/gu, ' ').trim());
    return [
      text(figures.number),
      date(figures.registeredOn),
      text(KIND_WORDS[figures.kind]),
      text(CHANNEL_WORDS[figures.channel]),
      text(figures.category === null ? '' : (categories.get(figures.category) ?? figures.category)),
      text(STATUS_WORDS[figures.status]),
      text(figures.unit),
      text(figures.window),
      text(maskedName(record.complainant)),
      text(Array.from(words).slice(0, SUMMARY_LENGTH).join('')),
      date(figures.acceptedOn),
      date(figures.refusedOn),
      text(figures.handler),
      date(figures.fedBackOn),
      text(figures.satisfaction === null ? '' : SATISFACTION_WORDS[figures.satisfaction]),
      date(figures.closedOn),
      text(figures.verified === null ? '' : VERIFICATION_WORDS[figures.verified]),
      text(overdueDates(figures, now).length > 0 ? '是' : ''),
    ];
  });
  if (all > listed.length) rows.push([text(`本时段共 ${all} 件，此处列出 ${listed.length} 件，请缩短时段后再导出`)]);
  return sheetOf(
    '案件清单',
    CASE_COLUMNS.map(([title]) => title),
    CASE_COLUMNS.map(([, width]) => width),
    rows,
  );
}

function share(part: number, whole: number): Cell {
  return whole === 0 ? null : { type: Number, value: part / whole, format: '0%' };
}
