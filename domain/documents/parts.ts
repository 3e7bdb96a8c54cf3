import { QR_PREFIX } from '../case-file/number.ts';
import type { ComplaintRecord } from '../contract/record.ts';
import { SATISFACTION_WORDS, satisfactionLevels } from '../contract/words.ts';
import type { DocumentClock, DocumentContext } from './context.ts';
import type { Block } from './model.ts';
import { addressee, chineseDate, chineseTime, dueDay } from './wording.ts';

/** Blocks that several papers share. */

/** 补打 and the count, on every paper but the original. */
export function reprintMark(copy: number): Block[] {
  return copy === 0 ? [] : [{ type: 'subtitle', text: `【补打 第${copy}次】`, align: 'center' }];
}

/**
 * The QR's content: `JSD1:` and the case number with its check character. Only the number: whoever finds a lost slip
 * learns nothing from the code, and any desk of the centre can look the case up.
 */
export function qrContent(number: string): string {
  return `${QR_PREFIX}${number}`;
}

/** What the bars hold: the number without its hyphens, so that they fit on 58 mm; see `withHyphens`. */
export function barcodeContent(number: string): string {
  return number.replaceAll('-', '');
}

/** The number for machines: the QR for telephones and scanners, the bars for the hand scanners of registries. */
export function codeBlocks(number: string): Block[] {
  return [
    { type: 'barcode', content: barcodeContent(number) },
    { type: 'qr', content: qrContent(number), caption: '凭编号或二维码查询' },
  ];
}

/** The clock that bounds the handling: the one that stops at closing, else the first that says 办结 or has a date. */
export function handlingClock(clocks: readonly DocumentClock[]): DocumentClock | undefined {
  return (
    clocks.find((clock) => clock.to === 'closed' && clock.due !== null) ??
    clocks.find((clock) => clock.what.includes('办结') && clock.due !== null) ??
    clocks.find((clock) => clock.due !== null)
  );
}

/** 2026年3月5日前, with 暂定 where a holiday notice is missing. */
export function dueWords(clock: DocumentClock): string {
  const due = clock.due === null ? '制度未规定具体期限' : `${dueDay(clock.due)}前`;
  return clock.provisional ? `${due}（暂定，以国务院节假日安排为准）` : due;
}

/** The rule's sentence as a quotation, ending in exactly one full stop. */
export function ruleSentence(clock: DocumentClock): string {
  return clock.proof.rule.replace(/[。；;：:，,\s]+$/u, '');
}

export function printedFooter(context: DocumentContext): Block {
  return {
    type: 'footer',
    lines: [`${context.station.name}　${context.station.code}`, `打印时间：${chineseTime(context.printedAt)}`],
  };
}

/** Blank signature line for a hand. */
export const HAND_SIGNATURE = '签字：　　　　　　　　　年　　月　　日';

/** `name　2026年3月2日` once signed by a person of the office, else the empty line. */
export function officerFoot(stamp: { at: string; by: { name: string } } | null): string {
  return stamp ? `${stamp.by.name}　${chineseDate(stamp.at)}` : HAND_SIGNATURE;
}

/** The five levels in their order, the chosen one ticked: all printed, none preselected. */
export function satisfactionScale(chosen: string | null): string {
  const scale = satisfactionLevels
    .map((level) => `${level === chosen ? '☑' : '□'}${SATISFACTION_WORDS[level]}`)
    .join('　');
  return chosen === 'declined' ? `${scale}　☑${SATISFACTION_WORDS.declined}` : scale;
}

const CHINESE_DIGITS = '零一二三四五六七八九十';

/** 1 → 一, 12 → 十二 (grounds never reach a hundred). */
export function chineseNumber(n: number): string {
  if (n <= 10) return CHINESE_DIGITS[n] ?? String(n);
  const tens = Math.floor(n / 10);
  return `${tens > 1 ? CHINESE_DIGITS[tens] : ''}十${n % 10 === 0 ? '' : CHINESE_DIGITS[n % 10]}`;
}

/** 送达回证: what comes back signed by whoever took the paper. */
export function deliveryReceipt(title: string, number: string, record: ComplaintRecord): Block {
  return {
    type: 'stub',
    title: '送达回证',
    ...(number === '' ? {} : { number }),
    rows: [
      { label: '送达文书', value: [title, number].filter((part) => part !== '').join('　') },
      { label: '受送达人', value: addressee(record) },
      { label: '送达方式', value: '□领取　□邮寄　□其他' },
      { label: '收件人签名', value: '' },
      { label: '送达时间', value: '　　　年　　月　　日　　时' },
      { label: '送达人', value: '' },
    ],
  };
}

/** 回执: the unit's signature for a slip and what it says of the matter. */
export function unitReceipt(title: string, number: string): Block {
  return {
    type: 'stub',
    title: '回执',
    number,
    rows: [
      { label: '文书', value: `${title}　${number}` },
      { label: '签收单位', value: '' },
      { label: '签收人', value: '' },
      { label: '签收时间', value: '　　　年　　月　　日　　时' },
      { label: '办理情况', value: '' },
    ],
  };
}
