/**
 * An ESC/POS stream cut into commands. Lengths are from Epson's command reference; a control byte that begins no command
 * known here becomes a token of its own, named by its bytes, and reading goes on behind it.
 */
export interface Token {
  name: string;
  /** Parameters; for `text` the text's bytes, for `GS v 0` the picture's. */
  args: number[];
  rowBytes?: number;
  rows?: number;
  /** Offset behind the token's last byte. */
  end: number;
}

/** Commands by their first bytes; the number is how many parameter bytes follow. */
const COMMANDS: readonly (readonly [bytes: readonly number[], name: string, parameters: number])[] = [
  [[0x0a], 'LF', 0],
  [[0x1b, 0x40], 'ESC @', 0],
  [[0x1b, 0x61], 'ESC a', 1],
  [[0x1b, 0x45], 'ESC E', 1],
  [[0x1b, 0x33], 'ESC 3', 1],
  [[0x1b, 0x4a], 'ESC J', 1],
  [[0x1c, 0x26], 'FS &', 0],
  [[0x1d, 0x21], 'GS !', 1],
  [[0x1d, 0x72], 'GS r', 1],
  [[0x1d, 0x56, 66], 'GS V', 1],
  [[0x10, 0x04], 'DLE EOT', 1],
];

const RASTER = [0x1d, 0x76, 0x30];

function startsWith(bytes: Uint8Array, at: number, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[at + index] === byte);
}

const isText = (byte: number) => byte >= 0x20 && byte !== 0x7f;

function textEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && isText(bytes[at] ?? 0)) at += 1;
  return at;
}

function rasterAt(bytes: Uint8Array, at: number): Token | 'incomplete' {
  const [, xL = 0, xH = 0, yL = 0, yH = 0] = bytes.subarray(at + 3, at + 8);
  const rowBytes = xL + 256 * xH;
  const rows = yL + 256 * yH;
  const end = at + 8 + rowBytes * rows;
  if (at + 8 > bytes.length || end > bytes.length) return 'incomplete';
  return { name: 'GS v 0', args: [...bytes.subarray(at + 8, end)], rowBytes, rows, end };
}

function commandAt(bytes: Uint8Array, at: number): Token | 'incomplete' {
  if (startsWith(bytes, at, RASTER)) return rasterAt(bytes, at);
  for (const [prefix, name, parameters] of COMMANDS) {
    if (!startsWith(bytes, at, prefix)) continue;
    const end = at + prefix.length + parameters;
    if (end > bytes.length) return 'incomplete';
    return { name, args: [...bytes.subarray(at + prefix.length, end)], end };
  }
  const left = bytes.length - at;
  const begins = [RASTER, ...COMMANDS.map(([prefix]) => prefix)].some(
    (prefix) => left < prefix.length && prefix.slice(0, left).every((byte, index) => bytes[at + index] === byte),
  );
  if (begins) return 'incomplete';
  const shown = [...bytes.subarray(at, at + 3)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return { name: `unknown ${shown}`, args: [], end: at + 1 };
}

/**
 * @returns the complete tokens, and how many bytes at the end belong to a command that is not complete
 */
export function tokenize(bytes: Uint8Array): { tokens: Token[]; rest: number } {
  const tokens: Token[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (isText(bytes[at] ?? 0)) {
      const end = textEnd(bytes, at);
      tokens.push({ name: 'text', args: [...bytes.subarray(at, end)], end });
      at = end;
      continue;
    }
    const token = commandAt(bytes, at);
    if (token === 'incomplete') return { tokens, rest: bytes.length - at };
    tokens.push(token);
    at = token.end;
  }
  return { tokens, rest: 0 };
}
