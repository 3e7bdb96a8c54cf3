import { type Font, openSync } from 'fontkit';
import { DeskError } from '../domain/contract/errors.ts';
import { covers, readCoverage } from './fonts-coverage.ts';
import { CHAINS, type FontFile, type FontStyle, fontFiles } from './fonts-places.ts';

/**
 * Which of the machine's fonts draw which character. Characters are looked up in the font's own cmap before anything is
 * drawn: a renderer left alone falls back silently and draws an empty box for what no font has.
 */
export type { FontStyle };

export interface OpenFont {
  /** PostScript name. */
  name: string;
  has(codePoint: number): boolean;
  /** The font itself, read into memory (20 to 50 MB) when it is first asked for. */
  readonly font: Font;
}

class InstalledFont implements OpenFont {
  readonly name: string;
  private readonly path: string;
  private readonly index: number;
  private readonly runs: Uint32Array;
  private opened: Font | undefined;

  constructor(path: string, face: string | undefined) {
    const { postScriptName, index, runs } = readCoverage(path, face);
    this.name = postScriptName;
    this.path = path;
    this.index = index;
    this.runs = runs;
  }

  has(codePoint: number): boolean {
    return covers(this.runs, codePoint);
  }

  get font(): Font {
    if (!this.opened) {
      const file = openSync(this.path);
      const opened = 'fonts' in file ? file.fonts[this.index] : file;
      if (!opened) throw new DeskError('font_missing');
      this.opened = opened;
    }
    return this.opened;
  }
}

let files: Map<string, string> | undefined;
const installed = new Map<string, OpenFont | null>();

function find({ file, face }: FontFile): OpenFont | null {
  files ??= fontFiles();
  const path = files.get(file.toLowerCase());
  if (path === undefined) return null;
  const key = `${path}#${face ?? ''}`;
  let font = installed.get(key);
  if (font === undefined) {
    try {
      font = new InstalledFont(path, face);
    } catch {
      // A broken or unreadable file is as good as none: the next font is asked, and what none has is named.
      font = null;
    }
    installed.set(key, font);
  }
  return font;
}

const chains = new Map<FontStyle, OpenFont[]>();

/** 中 U+4E2D: a chain without it cannot set Chinese at all. */
const PROBE = 0x4e2d;

/**
 * Fonts in the order in which they are asked for a character. Looked up once per process.
 *
 * @throws DeskError `font_missing` when no font on this machine has Chinese
 */
export function fontChain(style: FontStyle): OpenFont[] {
  const known = chains.get(style);
  if (known) return known;
  const found = CHAINS[style].map(find).filter((font) => font !== null);
  const chain = [...new Set(found)];
  if (!chain.some((font) => font.has(PROBE))) throw new DeskError('font_missing');
  chains.set(style, chain);
  return chain;
}

/** Private use: each font has its own pictures there, and none of them is what the person typed. */
function isPrivate(codePoint: number): boolean {
  return (codePoint >= 0xe000 && codePoint <= 0xf8ff) || codePoint >= 0xf0000;
}

/** First font of the chain that has the character; undefined when none has. */
export function fontFor(style: FontStyle, codePoint: number): OpenFont | undefined {
  if (isPrivate(codePoint)) return undefined;
  return fontChain(style).find((font) => font.has(codePoint));
}
