import type { Enclosure, EnclosureKind } from '../contract/record.ts';
import { visibleLine } from './visible.ts';

export const ENCLOSURE_WORDS: Record<EnclosureKind, string> = { cash: '现金', original: '原件', other: '其他物品' };

/** `现金 3 件，人民币 120.50 元，旧版纸币`, as the register of enclosures (附件登记) and the paper say it. */
export function enclosureLine(item: Enclosure): string {
  const amount = item.amount === undefined ? '' : `，人民币${yuan(fen(item.amount))}元`;
  const name = visibleLine(item.name);
  return `${ENCLOSURE_WORDS[item.kind]}${item.count}件${amount}${name === '' ? '' : `，${name}`}`;
}

/** `，现金合计 120.50 元`, or nothing where no cash has an amount. Counted in fen: no rounding. */
export function totalCash(items: readonly Enclosure[]): string {
  const amounts = items.flatMap((item) => (item.amount === undefined ? [] : [fen(item.amount)]));
  return amounts.length === 0 ? '' : `，现金合计 ${yuan(amounts.reduce((sum, one) => sum + one, 0))} 元`;
}

/** An amount of the record (`120`, `120.5`, `120.50`) in fen. */
function fen(amount: string): number {
  const [whole = '0', part = ''] = amount.split('.');
  return Number(whole) * 100 + Number(part.padEnd(2, '0'));
}

function yuan(inFen: number): string {
  return `${Math.floor(inFen / 100)}.${String(inFen % 100).padStart(2, '0')}`;
}
