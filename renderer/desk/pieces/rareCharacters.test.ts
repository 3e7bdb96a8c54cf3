import { describe, expect, it } from 'vitest';
import { rareCharacters } from './rareCharacters.ts';

describe('which characters are worth asking about', () => {
  it('is silent for ordinary names and texts', () => {
    expect(rareCharacters('张伟 李娜·买买提 “一次性告知单”（2026）①￥100 — abc\n㛃')).toBe('');
  });

  it('names what lies beyond the common blocks, each once, in order', () => {
    expect(rareCharacters('𠮷野\ue4f2𠮷𰻝')).toBe('𠮷\ue4f2𰻝');
    expect(rareCharacters('\u202e甲')).toBe('');
  });
});
