import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Font, openSync } from 'fontkit';
import { DeskError } from '../domain/contract/errors.ts';

/**
 * Which of the machine's fonts draw which character. Characters are looked up in the font's own cmap before anything is
 * drawn: a renderer left alone falls back silently and draws an empty box for what no font has.
 *
 * Sources: Debian fonts-noto-cjk, fonts-hanazono, fonts-symbola, fonts-dejavu-core; Windows and macOS system fonts.
 */
export type FontStyle = 'serif' | 'serif_bold' | 'sans';

interface Candidate {
  path: string;
  /** Face inside a collection, by PostScript name; without it the file's first face. */
  face?: string;
}

export interface OpenFont {
  name: string;
  font: Font;
  has(codePoint: number): boolean;
}

const NOTO = ['/usr/share/fonts/opentype/noto', '/usr/share/fonts/noto-cjk', '/usr/share/fonts/google-noto-cjk'];
const WINDOWS = join(process.env.WINDIR ?? 'C:/Windows', 'Fonts');
const WINDOWS_USER = join(homedir(), 'AppData/Local/Microsoft/Windows/Fonts');
const MAC = '/System/Library/Fonts';

const noto = (file: string, face: string): Candidate[] => NOTO.map((folder) => ({ path: join(folder, file), face }));
const windows = (file: string, face?: string): Candidate[] =>
  [WINDOWS, WINDOWS_USER].map((folder) => ({ path: join(folder, file), ...(face ? { face } : {}) }));

/** After the main faces: rare Han, then symbols and monochrome emoji. */
const RARE: Candidate[] = [
  { path: '/usr/share/fonts/truetype/hanazono/HanaMinA.ttf' },
  { path: '/usr/share/fonts/truetype/hanazono/HanaMinB.ttf' },
  ...windows('simsunb.ttf'),
  ...windows('SimsunExtG.ttf'),
  ...windows('HanaMinA.ttf'),
  ...windows('HanaMinB.ttf'),
  { path: '/usr/share/fonts/truetype/ancient-scripts/Symbola_hint.ttf' },
  { path: '/usr/share/fonts/truetype/symbola/Symbola.ttf' },
  { path: '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf' },
  ...windows('seguisym.ttf'),
  { path: join(MAC, 'Apple Symbols.ttf') },
];

const SERIF: Candidate[] = [
  ...noto('NotoSerifCJK-Regular.ttc', 'NotoSerifCJKsc-Regular'),
  ...windows('simfang.ttf'),
  ...windows('simsun.ttc', 'SimSun'),
  { path: join(MAC, 'Supplemental/Songti.ttc'), face: 'STSongti-SC-Regular' },
];
const SERIF_BOLD: Candidate[] = [
  ...noto('NotoSerifCJK-Bold.ttc', 'NotoSerifCJKsc-Bold'),
  ...windows('simhei.ttf'),
  { path: join(MAC, 'Supplemental/Songti.ttc'), face: 'STSongti-SC-Bold' },
];
const SANS: Candidate[] = [
  ...noto('NotoSansCJK-Regular.ttc', 'NotoSansCJKsc-Regular'),
  ...windows('msyh.ttc', 'MicrosoftYaHei'),
  ...windows('simhei.ttf'),
  { path: join(MAC, 'PingFang.ttc'), face: 'PingFangSC-Regular' },
  { path: '/usr/share/fonts/truetype/wqy/wqy-microhei.ttc' },
  { path: '/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc' },
];

const CHAINS: Record<FontStyle, Candidate[]> = {
  serif: [...SERIF, ...SANS, ...RARE],
  serif_bold: [...SERIF_BOLD, ...SERIF, ...SANS, ...RARE],
  sans: [...SANS, ...SERIF, ...RARE],
};

const opened = new Map<string, OpenFont | null>();

function open(candidate: Candidate): OpenFont | null {
  const key = `${candidate.path}#${candidate.face ?? ''}`;
  const known = opened.get(key);
  if (known !== undefined) return known;
  let found: OpenFont | null = null;
  if (existsSync(candidate.path)) {
    const file = openSync(candidate.path);
    const faces = 'fonts' in file ? file.fonts : [file];
    const font = faces.find((face) => face.postscriptName === candidate.face) ?? faces[0];
    if (font) found = { name: font.postscriptName, font, has: coverage(font) };
  }
  opened.set(key, found);
  return found;
}

function coverage(font: Font): (codePoint: number) => boolean {
  const known = new Map<number, boolean>();
  return (codePoint) => {
    let has = known.get(codePoint);
    if (has === undefined) {
      has = font.hasGlyphForCodePoint(codePoint);
      known.set(codePoint, has);
    }
    return has;
  };
}

const chains = new Map<FontStyle, OpenFont[]>();

/** 中 U+4E2D: a chain without it cannot set Chinese at all. */
const PROBE = 0x4e2d;

/**
 * Fonts in the order in which they are asked for a character. Opened once per process.
 *
 * @throws DeskError `font_missing` when no font on this machine has Chinese
 */
export function fontChain(style: FontStyle): OpenFont[] {
  const known = chains.get(style);
  if (known) return known;
  const found = CHAINS[style].map(open).filter((font) => font !== null);
  const chain = [...new Set(found)];
  if (!chain.some((font) => font.has(PROBE))) throw new DeskError('font_missing');
  chains.set(style, chain);
  return chain;
}

/** First font of the chain that has the character; undefined when none has. */
export function fontFor(style: FontStyle, codePoint: number): OpenFont | undefined {
  return fontChain(style).find((font) => font.has(codePoint));
}
