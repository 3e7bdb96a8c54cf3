/**
 * An ESC/POS stream cut into commands. Lengths are from Epson's command reference; a control byte that begins no command
 * known here becomes a token of its own, named by its bytes, and reading goes on behind it.
 */
export interface Token {
  name: string;
  /** Parameters; for `text` the text's bytes, for `GS v 0` the picture's, for `NUL` the NULs. A view into the stream. */
  args: Uint8Array;
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
  [[0x1c, 0x2e], 'FS .', 0],
  [[0x1c, 0x21], 'FS !', 1],
  [[0x1d, 0x21], 'GS !', 1],
  [[0x1d, 0x72], 'GS r', 1],
  [[0x10, 0x04], 'DLE EOT', 1],
];

const RASTER = [0x1d, 0x76, 0x30];
const CUT = [0x1d, 0x56];

function startsWith(bytes: Uint8Array, at: number, prefix: readonly number[]): boolean {
  for (let index = 0; index < prefix.length; index += 1) if (bytes[at + index] !== prefix[index]) return false;
  return true;
}

/** First byte from `from` on that is not text: a control byte, or DEL. */
function textEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && (bytes[at] ?? 0) >= 0x20 && bytes[at] !== 0x7f) at += 1;
  return at;
}

function rasterAt(bytes: Uint8Array, at: number): Token | 'incomplete' {
  const [, xL = 0, xH = 0, yL = 0, yH = 0] = bytes.subarray(at + 3, at + 8);
  const rowBytes = xL + 256 * xH;
  const rows = yL + 256 * yH;
  const end = at + 8 + rowBytes * rows;
  if (at + 8 > bytes.length || end > bytes.length) return 'incomplete';
  return { name: 'GS v 0', args: bytes.subarray(at + 8, end), rowBytes, rows, end };
}

/** `GS V m`, with a further parameter where m tells how far to feed (65, 66). */
function cutAt(bytes: Uint8Array, at: number): Token | 'incomplete' {
  const end = at + ((bytes[at + 2] ?? 0) >= 65 ? 4 : 3);
  return end > bytes.length ? 'incomplete' : { name: 'GS V', args: bytes.subarray(at + 2, end), end };
}

function unknownAt(bytes: Uint8Array, at: number): Token | 'incomplete' {
  const left = bytes.length - at;
  const begins = [RASTER, CUT, ...COMMANDS.map(([prefix]) => prefix)].some(
    (prefix) => left < prefix.length && startsWith(bytes, at, prefix.slice(0, left)),
  );
  if (begins) return 'incomplete';
  const shown = [...bytes.subarray(at, at + 3)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return { name: `unknown ${shown}`, args: new Uint8Array(), end: at + 1 };
}

function commandAt(bytes: Uint8Array, at: number): Token | 'incomplete' {
  if (startsWith(bytes, at, RASTER)) return rasterAt(bytes, at);
  if (startsWith(bytes, at, CUT)) return cutAt(bytes, at);
  if (bytes[at] === 0) {
    let end = at;
    while (bytes[end] === 0) end += 1;
    return { name: 'NUL', args: bytes.subarray(at, end), end };
  }
  for (const [prefix, name, parameters] of COMMANDS) {
    if (!startsWith(bytes, at, prefix)) continue;
    const end = at + prefix.length + parameters;
    if (end > bytes.length) return 'incomplete';
    return { name, args: bytes.subarray(at + prefix.length, end), end };
  }
  return unknownAt(bytes, at);
}

/**
 * @returns the complete tokens, and how many bytes at the end belong to a command that is not complete
 */
export function tokenize(bytes: Uint8Array): { tokens: Token[]; rest: number } {
  const tokens: Token[] = [];
  let at = 0;
  while (at < bytes.length) {
    const end = textEnd(bytes, at);
    if (end > at) {
      tokens.push({ name: 'text', args: bytes.subarray(at, end), end });
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
