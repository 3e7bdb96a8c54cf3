/**
 * The blocks of Han characters, from the first to the last assigned code point. Source: Unicode 17.0, UnicodeData.txt.
 * Only the compatibility block has a gap (U+FA6E, U+FA6F).
 */
export interface HanBlock {
  name: string;
  from: number;
  to: number;
}

export const HAN_BLOCKS: readonly HanBlock[] = [
  { name: 'URO', from: 0x4e00, to: 0x9fff },
  { name: 'A', from: 0x3400, to: 0x4dbf },
  { name: 'B', from: 0x20000, to: 0x2a6df },
  { name: 'C', from: 0x2a700, to: 0x2b73f },
  { name: 'D', from: 0x2b740, to: 0x2b81d },
  { name: 'E', from: 0x2b820, to: 0x2cead },
  { name: 'F', from: 0x2ceb0, to: 0x2ebe0 },
  { name: 'G', from: 0x30000, to: 0x3134a },
  { name: 'H', from: 0x31350, to: 0x323af },
  { name: 'I', from: 0x2ebf0, to: 0x2ee5d },
  { name: 'J', from: 0x323b0, to: 0x33479 },
  { name: 'compatibility', from: 0xf900, to: 0xfad9 },
  { name: 'compatibility supplement', from: 0x2f800, to: 0x2fa1d },
];
