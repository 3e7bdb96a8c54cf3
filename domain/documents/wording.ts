import type { CaseKind, Complainant, ComplaintRecord, Evidence } from '../contract/record.ts';
import { visibleLine } from './visible.ts';

/** Small phrases that several papers share. All times are shown in Asia/Shanghai (UTC+8, no daylight saving). */
const SHANGHAI_MS = 8 * 3_600_000;

function shanghai(iso: string): Date {
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) ? new Date(`${iso}T00:00:00Z`) : new Date(Date.parse(iso) + SHANGHAI_MS);
}

const two = (n: number) => String(n).padStart(2, '0');

/** `2026-03-02…` → 2026年3月2日. */
export function chineseDate(iso: string): string {
  const at = shanghai(iso);
  return `${at.getUTCFullYear()}年${at.getUTCMonth() + 1}月${at.getUTCDate()}日`;
}

/** `2026-03-02T09:42:10+08:00` → 2026年3月2日 09:42. */
export function chineseTime(iso: string): string {
  const at = shanghai(iso);
  return `${chineseDate(iso)} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

/**
 * The last day of a limit. A due moment at 24:00 is 00:00 of the next day on the wire; people are told the day before.
 */
export function dueDay(iso: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(iso)) return chineseDate(iso);
  const at = shanghai(iso);
  const midnight = at.getUTCHours() === 0 && at.getUTCMinutes() === 0 && at.getUTCSeconds() === 0;
  return midnight ? chineseDate(new Date(Date.parse(iso) - 1).toISOString()) : chineseDate(iso);
}

/** What the person who speaks is called, by kind of matter. */
export const PERSON_WORDS: Record<CaseKind, string> = {
  complaint: '投诉人',
  consult: '咨询人',
  help: '求助人',
  suggestion: '建议人',
  report: '举报人',
};

/** What the other side is called, by kind of matter. */
export const OTHER_SIDE_WORDS: Record<CaseKind, string> = {
  complaint: '被投诉单位',
  consult: '咨询单位',
  help: '有关单位',
  suggestion: '有关单位',
  report: '被举报单位',
};

/** Name as it stands on a paper for the person: in full, agent and group named. */
export function nameOf(complainant: Complainant): string {
  const name = visibleLine(complainant.name);
  if (complainant.type === 'anonymous') return name === '' ? '匿名' : `${name}（匿名）`;
  const group = complainant.group ? `等${complainant.group.count}人` : '';
  const agent = complainant.agent ? `（代理人：${visibleLine(complainant.agent.name)}）` : '';
  return `${name === '' ? '未提供' : name}${group}${agent}`;
}

/** How a letter addresses them. */
export function addressee(record: ComplaintRecord): string {
  const { complainant, kind } = record;
  if (complainant.type === 'anonymous' || complainant.name === '') return `匿名${PERSON_WORDS[kind]}`;
  return visibleLine(complainant.name) + (complainant.group ? `等${complainant.group.count}人` : '');
}

/** The accused side on one line: unit, window, staff. */
export function respondentLine(record: ComplaintRecord): string {
  const { unit, window_no, staff } = record.respondent;
  const window = window_no === '' ? '' : `${visibleLine(window_no)}${/[号窗]$/.test(window_no) ? '' : '号'}`;
  return [visibleLine(unit), window, visibleLine(staff)].filter((part) => part !== '').join('　') || '未指明';
}

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** First part of a text on one line, cut between graphemes, with a mark where it was cut. */
export function summary(text: string, max: number): string {
  const parts = [...graphemes.segment(visibleLine(text.replace(/\s+/gu, ' ').trim()))].map((part) => part.segment);
  return parts.length <= max ? parts.join('') : `${parts.slice(0, max).join('')}……`;
}

const EVIDENCE_WORDS: Record<string, string> = {
  photo: '照片',
  document: '书面材料',
  receipt: '票据',
  video: '视频',
  audio: '录音',
  cash: '现金',
  letter: '信件',
  screenshot: '截图',
  object: '实物',
  original_certificate: '证件原件',
};

/** One piece of evidence on one line. */
export function evidenceLine(item: Evidence): string {
  const kind = EVIDENCE_WORDS[item.kind] ?? visibleLine(item.kind);
  const pages = item.pages === undefined ? '' : `，${item.pages}页`;
  const note = item.note ? `，${visibleLine(item.note)}` : '';
  return `${visibleLine(item.name)}（${kind}${pages}${note}）`;
}

/** A filled answer to a question: what is not a string gets a word. */
export function answer(value: string | boolean | number): string {
  if (typeof value === 'boolean') return value ? '是' : '否';
  return String(value);
}
