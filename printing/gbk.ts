import iconv from 'iconv-lite';

/**
 * Which characters a receipt printer's own font has. The profile is plain GBK in two bytes, which is what printers sold
 * in China have in ROM; four-byte GB18030, private use and the euro sign differ from maker to maker.
 */
const known = new Map<string, boolean>();

function fits(char: string): boolean {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x80) return code >= 0x20 && code !== 0x7f;
  if (code >= 0xe000 && code <= 0xf8ff) return false;
  const bytes = iconv.encode(char, 'gbk');
  return bytes.length === 2 && iconv.decode(bytes, 'gbk') === char && iconv.encode(char, 'gb18030').equals(bytes);
}

/** Whether every character of a line is in the printer's font. */
export function printerHas(line: string): boolean {
  for (const char of line) {
    let has = known.get(char);
    if (has === undefined) {
      has = fits(char);
      known.set(char, has);
    }
    if (!has) return false;
  }
  return true;
}

/** C0 and DEL never reach the stream, whatever the text went through before. */
export function withoutControls(line: string): string {
  return line.replace(/[\u0000-\u001f\u007f]/g, '');
}

/** GB18030 bytes of one line; only for lines that `printerHas`. */
export function encodeLine(line: string): Buffer {
  return iconv.encode(withoutControls(line), 'gb18030');
}
