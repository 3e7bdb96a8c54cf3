import { caseStates } from '../../db/case-states.ts';
import { walkBodies } from '../../db/inspect.ts';
import type { CaseState } from '../../domain/case-file/state.ts';
import { OUTCOME_WORDS } from '../../domain/contract/commands.ts';
import {
  CHANNEL_WORDS,
  COMPLAINANT_WORDS,
  KIND_WORDS,
  SATISFACTION_WORDS,
  STATUS_WORDS,
  URGENCY_WORDS,
} from '../../domain/contract/words.ts';
import { visible } from '../../domain/documents/visible.ts';
import type { VerifyParts } from './verify/finding.ts';

/**
 * All entries as JSON Lines, in order of arrival: `{"seq":N|null,"masked":false,"entry":{…}}`, `seq` being the centre's
 * order. The entry stands as it was hashed, strings byte for byte; U+2028 and U+2029, at which some readers break a
 * line, are written as escapes of the same characters.
 */
export function* entryLines(db: VerifyParts['db']): Generator<string> {
  for (const { body, serverSeq, masked } of walkBodies(db)) {
    const entry = body.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
    yield `{"seq":${serverSeq ?? 'null'},"masked":${masked === 1},"entry":${entry}}\n`;
  }
}

const COLUMNS: readonly [title: string, value: (state: CaseState, parts: Pick<VerifyParts, 'profiles'>) => string][] = [
  ['编号', (s) => s.number],
  ['类型', (s) => KIND_WORDS[s.record.kind]],
  ['渠道', (s) => CHANNEL_WORDS[s.record.channel]],
  ['状态', (s) => STATUS_WORDS[s.status]],
  ['紧急程度', (s) => URGENCY_WORDS[s.record.urgency]],
  ['收到时间', (s) => s.record.received_at],
  ['登记时间', (s) => s.registered.at],
  ['登记站点', (s) => s.stationId],
  ['诉求人类型', (s) => COMPLAINANT_WORDS[s.record.complainant.type]],
  ['诉求人', (s) => s.record.complainant.name],
  ['证件号码', (s) => s.record.complainant.id_no],
  ['电话', (s) => s.record.complainant.phone],
  ['地址', (s) => s.record.complainant.address],
  ['代理人', (s) => s.record.complainant.agent?.name ?? ''],
  ['被反映单位', (s) => s.record.respondent.unit],
  ['窗口', (s) => s.record.respondent.window_no],
  ['被反映人员', (s) => s.record.respondent.staff],
  ['请求', (s) => s.record.request],
  ['事实情节', (s) => s.record.narrative],
  ['类别', (s, { profiles }) => categoryName(s, profiles)],
  ['受理文号', (s) => s.accepted?.noticeNumber ?? ''],
  ['不予受理文号', (s) => s.refused?.noticeNumber ?? ''],
  ['不予受理情形', (s) => s.refused?.groundText ?? ''],
  ['承办单位', (s) => s.assignment?.unit.name ?? ''],
  ['回复意见', (s) => s.reply?.opinion ?? ''],
  ['反馈时间', (s) => s.feedback?.at ?? ''],
  ['满意度', (s) => (s.feedback?.satisfaction ? SATISFACTION_WORDS[s.feedback.satisfaction] : '')],
  ['结案时间', (s) => s.closing?.at ?? ''],
  ['办理结果', (s) => (s.closing ? OUTCOME_WORDS[s.closing.outcome] : '')],
  ['有冲突', (s) => (s.conflicts.length > 0 ? '是' : '')],
];

function categoryName(state: CaseState, profiles: VerifyParts['profiles']): string {
  const category = profiles.get(state.regime.id, state.regime.version)?.categories.find((c) => c.id === state.category);
  return category?.name ?? state.category ?? '';
}

/** All cases as a table for a spreadsheet: UTF-8 with byte order mark, RFC 4180 (comma, quotes, CRLF). */
export function* caseTable(parts: Pick<VerifyParts, 'db' | 'profiles'>): Generator<string> {
  yield `\ufeff${COLUMNS.map(([title]) => csvCell(title)).join(',')}\r\n`;
  for (const state of caseStates(parts.db)) {
    yield `${COLUMNS.map(([, value]) => csvCell(value(state, parts))).join(',')}\r\n`;
  }
}

/** Signs that begin a formula, half and full width, also behind white space or characters that show nothing. */
const FORMULA = /^[\s\p{Default_Ignorable_Code_Point}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;
/** What a spreadsheet would take for a number and write otherwise: leading zeros, more digits than 15. */
const LONG_NUMBER = /^(0\d+|\d{16,})$/;

/**
 * One cell. Nothing in it can run as a formula: a cell that could is given a leading apostrophe, and so is a number that
 * the spreadsheet would round. Control and direction characters are shown, as on paper: the table is for reading; who
 * needs the bytes takes the JSON Lines.
 */
export function csvCell(text: string): string {
  const unsafe = FORMULA.test(text) || LONG_NUMBER.test(text);
  const shown = `${unsafe ? "'" : ''}${visible(text)}`;
  return /[",\r\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}
