import type { Font } from 'fontkit';
import { hasNoPicture } from './drawable.ts';
import { type FontStyle, fontFor, type OpenFont } from './fonts.ts';

/**
 * Fonts as one PDF embeds them, so that what is copied out of it is what was typed:
 *
 * - One glyph often serves several characters (⼥ U+2F25 and 女 U+5973, 豈 U+F900 and 豈 U+8C48), and a PDF can say of a
 *   glyph only one text (ToUnicode). The second character gets a second subset of the same font.
 * - fontkit keeps for a glyph the character it was first asked for anywhere in the process; and its layout replaces
 *   sequences (⿺辶⿳穴… by 𰻞). Text is therefore set here character by character, as on receipts.
 * - A variation selector or joiner has no glyph of its own; it is copied together with the character before it.
 */
export interface EmbeddedFace {
  /** Name under which the document keeps the face. */
  name: string;
  /** What pdfkit draws with: a parsed font whose `layout` is ours. */
  font: Font;
}

interface PlainGlyph {
  id: number;
  advanceWidth: number;
  codePoints: number[];
}

/** Characters with the variation selectors and joiners that follow them; those that follow nothing are left out. */
function clustersOf(text: string): string[] {
  const clusters: string[] = [];
  for (const char of text) {
    if (!hasNoPicture(char)) clusters.push(char);
    else if (clusters.length > 0) clusters.push(clusters.pop() + char);
  }
  return clusters;
}

const codeOf = (cluster: string): number => cluster.codePointAt(0) ?? 0;

/** One glyph for each cluster at its own width: no kerning, no ligatures. */
function plainLayout(font: Font, text: string) {
  const glyphs: PlainGlyph[] = clustersOf(text).map((cluster) => {
    const { id, advanceWidth } = font.glyphForCodePoint(codeOf(cluster));
    return { id, advanceWidth, codePoints: [...cluster].map(codeOf) };
  });
  const positions = glyphs.map(({ advanceWidth }) => ({
    xAdvance: advanceWidth,
    yAdvance: 0,
    xOffset: 0,
    yOffset: 0,
  }));
  return { glyphs, positions, advanceWidth: glyphs.reduce((sum, glyph) => sum + glyph.advanceWidth, 0) };
}

/** One subset: which text each of its glyphs stands for. */
interface Subset extends EmbeddedFace {
  texts: Map<number, string>;
}

/** The faces of one document. */
export class EmbeddedFonts {
  private readonly subsets = new Map<OpenFont, Subset[]>();

  /** The text in pieces that one face can set, in order; characters that no font has are left out. */
  runs(text: string, style: FontStyle): { face: EmbeddedFace; text: string }[] {
    const runs: { face: EmbeddedFace; text: string }[] = [];
    for (const cluster of clustersOf(text)) {
      const open = fontFor(style, codeOf(cluster));
      if (!open) continue;
      const face = this.faceFor(open, cluster);
      const last = runs.at(-1);
      if (last?.face === face) last.text += cluster;
      else runs.push({ face, text: cluster });
    }
    return runs;
  }

  private faceFor(open: OpenFont, cluster: string): EmbeddedFace {
    const subsets = this.subsets.get(open) ?? [];
    this.subsets.set(open, subsets);
    const glyph = open.font.glyphForCodePoint(codeOf(cluster)).id;
    let subset = subsets.find(({ texts }) => (texts.get(glyph) ?? cluster) === cluster);
    if (!subset) {
      const name = subsets.length === 0 ? open.name : `${open.name}-${subsets.length + 1}`;
      const font: Font = Object.create(open.font, {
        postscriptName: { value: name },
        layout: { value: (text: string) => plainLayout(open.font, text) },
      });
      subset = { name, font, texts: new Map() };
      subsets.push(subset);
    }
    subset.texts.set(glyph, cluster);
    return subset;
  }
}
