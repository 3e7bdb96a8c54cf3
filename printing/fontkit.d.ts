/** The part of fontkit (it has no types of its own) that the printing room uses. */
declare module 'fontkit' {
  /** In font units, y upwards. */
  export interface Path {
    bbox: { minX: number; minY: number; maxX: number; maxY: number };
    mapPoints(to: (x: number, y: number) => [x: number, y: number]): Path;
    /** In SVG's path notation. */
    toSVG(): string;
  }
  export interface Glyph {
    id: number;
    advanceWidth: number;
    path: Path;
  }
  export interface Font {
    postscriptName: string;
    unitsPerEm: number;
    ascent: number;
    descent: number;
    characterSet: number[];
    /** Every glyph that was ever asked for, by id, with its outline. Not documented. */
    _glyphs: Record<number, Glyph>;
    glyphForCodePoint(codePoint: number): Glyph;
    hasGlyphForCodePoint(codePoint: number): boolean;
    layout(text: string): unknown;
  }
  export interface FontCollection {
    fonts: Font[];
  }
  export function openSync(path: string): Font | FontCollection;
}
