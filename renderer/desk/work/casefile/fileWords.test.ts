import { describe, expect, it } from 'vitest';
import { fileWords } from './fileWords.ts';

describe('the words beside an attachment', () => {
  it.each([
    [{ state: 'here' }, ''],
    [{ state: 'absent', bytes: 0, size: null }, '不在本机，点击取回'],
    [{ state: 'absent', bytes: 50, size: 200 }, '已取回 25%，点击继续'],
    [{ state: 'fetching', bytes: 0, size: null }, '正在取回 0%'],
    [{ state: 'fetching', bytes: 1999, size: 2000 }, '正在取回 99%'],
    [{ state: 'not_at_centre' }, '中心尚未收到，点击再查'],
    [{ state: 'failed', code: 'file_damaged' }, '取不到：附件的内容与登记的校验值不符，没有采用；点击再试'],
  ] as const)('%o', (where, words) => {
    expect(fileWords(where)).toBe(words);
  });
});
