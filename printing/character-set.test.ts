import { describe, expect, it } from 'vitest';
import { characterSet } from './character-set.ts';
import { romCharacters } from './printer-rom.ts';

const LEVELS = ['gb2312', 'gbk', 'gb18030'] as const;
const HAN = /\p{Script=Han}/u;

function charactersOf(level: (typeof LEVELS)[number]): string[] {
  const { codes } = characterSet(level);
  const all: string[] = [];
  codes.forEach((code, unit) => {
    if (code > 0xff) all.push(String.fromCharCode(unit));
  });
  return all;
}

describe('the printers’ fonts', () => {
  it('hold as many characters as the standards say', () => {
    // GB 2312—1980: 6,763 Han characters and 682 signs.
    expect(charactersOf('gb2312')).toHaveLength(7_445);
    const han = (level: (typeof LEVELS)[number]) =>
      charactersOf(level).filter((char) => HAN.test(char) && !/[\u2e80-\u303f]/u.test(char)).length;
    expect(han('gb2312')).toBe(6_763);
    // GBK as code page 936 has it: the 20,902 of Unicode 1.1 and 21 compatibility characters.
    expect(han('gbk')).toBe(20_923);
    expect(charactersOf('gbk').every((char) => characterSet('gb18030').has(char))).toBe(true);
    expect(charactersOf('gb2312').every((char) => characterSet('gbk').has(char))).toBe(true);
  });

  it.each(LEVELS)('%s: the bytes of every character are read back as itself by other tables', (level) => {
    const { codes } = characterSet(level);
    const wrong = charactersOf(level).filter((char) => {
      const code = codes[char.charCodeAt(0)] ?? 0;
      const [read, ...more] = romCharacters(Uint8Array.of(code >> 8, code & 0xff), level, true);
      return read?.char !== char || !read.has || more.length > 0;
    });
    expect(wrong).toEqual([]);
  });

  it('know where each level ends', () => {
    for (const char of ['镕', '堃', '喆']) {
      expect(characterSet('gb2312').has(char)).toBe(false);
      expect(characterSet('gbk').has(char)).toBe(true);
    }
    for (const char of ['䶮', '㑇', '€']) {
      expect(characterSet('gbk').has(char)).toBe(false);
      expect(characterSet('gb18030').has(char)).toBe(true);
    }
    for (const text of ['𠮷', '㛃', '\ue4f2', '\u001b', '\u0000', '\u007f', '¥', '\ud842'])
      expect(characterSet('gb18030').has(text)).toBe(false);
    expect(characterSet('gb2312').has('Abc ~09')).toBe(true);
  });
});
