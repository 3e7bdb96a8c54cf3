import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The font files that papers are set in, and where they lie. Sources: the project's own `printing/fonts/` (filled by
 * `npm run fonts`), Debian's fonts-noto-cjk, fonts-hanazono, fonts-babelstone-han, fonts-dejavu-core and fonts-symbola,
 * and what Windows and macOS bring.
 */
export type FontStyle = 'serif' | 'serif_bold' | 'sans';

export interface FontFile {
  file: string;
  /** Face inside a collection, by PostScript name; without it the file's first face. */
  face?: string;
}

/** After the main faces: rare Han, Hanazono before BabelStone because it has more of B to F; then symbols. */
const RARE: readonly FontFile[] = [
  { file: 'HanaMinA.ttf' },
  { file: 'HanaMinB.ttf' },
  { file: 'BabelStoneHan.ttf' },
  { file: 'simsunb.ttf' },
  { file: 'SimsunExtG.ttf' },
  { file: 'Symbola_hint.ttf' },
  { file: 'Symbola.ttf' },
  { file: 'DejaVuSans.ttf' },
  { file: 'seguisym.ttf' },
  { file: 'Apple Symbols.ttf' },
];
const SERIF: readonly FontFile[] = [
  { file: 'NotoSerifCJK-Regular.ttc', face: 'NotoSerifCJKsc-Regular' },
  { file: 'simfang.ttf' },
  { file: 'simsun.ttc', face: 'SimSun' },
  { file: 'Songti.ttc', face: 'STSongti-SC-Regular' },
];
const SERIF_BOLD: readonly FontFile[] = [
  { file: 'NotoSerifCJK-Bold.ttc', face: 'NotoSerifCJKsc-Bold' },
  { file: 'simhei.ttf' },
  { file: 'Songti.ttc', face: 'STSongti-SC-Bold' },
];
const SANS: readonly FontFile[] = [
  { file: 'NotoSansCJK-Regular.ttc', face: 'NotoSansCJKsc-Regular' },
  { file: 'msyh.ttc', face: 'MicrosoftYaHei' },
  { file: 'simhei.ttf' },
  { file: 'PingFang.ttc', face: 'PingFangSC-Regular' },
  { file: 'wqy-microhei.ttc' },
  { file: 'wqy-zenhei.ttc' },
];

/** In which order fonts are asked for a character. */
export const CHAINS: Readonly<Record<FontStyle, readonly FontFile[]>> = {
  serif: [...SERIF, ...SANS, ...RARE],
  serif_bold: [...SERIF_BOLD, ...SERIF, ...SANS, ...RARE],
  sans: [...SANS, ...SERIF, ...RARE],
};

/** Beside this file, in the sources and in `dist/printing`; a bundle lies three folders deep in the project. */
const OWN = /[\\/]dist[\\/][^\\/]+[\\/]core$/.test(import.meta.dirname)
  ? join(import.meta.dirname, '../../../printing/fonts')
  : join(import.meta.dirname, 'fonts');
const SYSTEM = [
  '/usr/share/fonts/opentype/noto',
  '/usr/share/fonts/noto-cjk',
  '/usr/share/fonts/google-noto-cjk',
  '/usr/share/fonts/truetype/hanazono',
  '/usr/share/fonts/truetype/babelstone',
  '/usr/share/fonts/truetype/wqy',
  '/usr/share/fonts/truetype/ancient-scripts',
  '/usr/share/fonts/truetype/symbola',
  '/usr/share/fonts/truetype/dejavu',
  join(process.env.WINDIR ?? 'C:/Windows', 'Fonts'),
  join(homedir(), 'AppData/Local/Microsoft/Windows/Fonts'),
  '/System/Library/Fonts',
  '/System/Library/Fonts/Supplemental',
];

/**
 * Folders in which fonts are looked for, the first one that has a file wins. With `JIESU_FONTS` only that folder counts:
 * desks that must print alike share one.
 */
export function fontFolders(): string[] {
  const only = process.env.JIESU_FONTS;
  return only ? [only] : [OWN, ...SYSTEM];
}

/** Font files of this machine by lower-case name (Windows does not tell cases apart). */
export function fontFiles(folders: readonly string[] = fontFolders()): Map<string, string> {
  const files = new Map<string, string>();
  for (const folder of folders) {
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder)) {
      const key = name.toLowerCase();
      if (!files.has(key)) files.set(key, join(folder, name));
    }
  }
  return files;
}
