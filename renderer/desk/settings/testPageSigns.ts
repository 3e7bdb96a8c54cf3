import type { PrinterProfileView } from '../../../domain/contract/printing.ts';

/** What an officer can see on a test page without knowing anything about printers. */
export const SIGNS = {
  garbled: '汉字是乱码或问号',
  rareBlank: '生僻字是空白或方框',
  smallTitle: '大字没有变大',
  notCut: '纸没有切断',
} as const;
export type Sign = keyof typeof SIGNS;

type Profile = PrinterProfileView;

const FONT_SIZE: Record<Profile['font'], number> = { gb2312: 1, gbk: 2, gb18030: 3 };

/** What a profile must have that the chosen one has not, for a sign to go away. */
const CURES: Record<Sign, (now: Profile, other: Profile) => boolean> = {
  garbled: (now, other) => (now.chineseMode ? FONT_SIZE[other.font] < FONT_SIZE[now.font] : other.chineseMode),
  rareBlank: (now, other) => FONT_SIZE[other.font] < FONT_SIZE[now.font],
  smallTitle: (now, other) => !now.chineseSize && other.chineseSize,
  notCut: (now, other) => other.cutter !== now.cutter,
};

/**
 * The profile to try next: of those for this paper that make every sign go away the one that changes least else, one with a
 * knife before one without. Null when no profile of the list would.
 */
export function suggestProfile(
  profiles: readonly Profile[],
  chosen: string,
  width: '58' | '80',
  signs: readonly Sign[],
): Profile | null {
  const now = profiles.find(({ id }) => id === chosen);
  if (!now || signs.length === 0) return null;
  const cured = profiles.filter(
    (other) => other.id !== chosen && other.widths.includes(width) && signs.every((sign) => CURES[sign](now, other)),
  );
  return cured.sort((a, b) => changes(now, a) - changes(now, b))[0] ?? null;
}

function changes(now: Profile, other: Profile): number {
  const traits = ['font', 'chineseMode', 'chineseSize', 'cutter', 'answers'] as const;
  const changed = traits.filter((trait) => now[trait] !== other[trait]).length;
  return other.cutter === 'none' && now.cutter !== 'none' ? changed + traits.length : changed;
}
