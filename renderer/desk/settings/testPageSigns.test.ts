import { describe, expect, it } from 'vitest';
import type { PrinterProfileView } from '../../../domain/contract/printing.ts';
import { suggestProfile } from './testPageSigns.ts';

const usual: PrinterProfileView = {
  id: 'usual',
  name: '通用',
  note: '。',
  widths: ['58', '80'],
  answers: true,
  font: 'gbk',
  chineseMode: true,
  chineseSize: false,
  cutter: 'partial',
};
const profiles: PrinterProfileView[] = [
  usual,
  { ...usual, id: 'old-mute', font: 'gb2312', answers: false, chineseSize: true },
  { ...usual, id: 'old', font: 'gb2312' },
  { ...usual, id: 'clone', chineseSize: true },
  { ...usual, id: 'small', widths: ['58'], cutter: 'none' },
  { ...usual, id: 'full', cutter: 'full' },
  { ...usual, id: 'western', chineseMode: false },
];
const suggested = (chosen: string, width: '58' | '80', ...signs: Parameters<typeof suggestProfile>[3]) =>
  suggestProfile(profiles, chosen, width, signs)?.id ?? null;

describe('what the test page says about the model', () => {
  it('changes only what the sign is about', () => {
    expect(suggested('usual', '80', 'rareBlank')).toBe('old');
    expect(suggested('usual', '80', 'smallTitle')).toBe('clone');
    expect(suggested('usual', '80', 'notCut')).toBe('full');
    expect(suggested('western', '80', 'garbled')).toBe('usual');
  });

  it('answers several signs at once, or not at all', () => {
    expect(suggested('usual', '80', 'rareBlank', 'smallTitle')).toBe('old-mute');
    expect(suggested('usual', '80', 'rareBlank', 'notCut')).toBeNull();
  });

  it('stays with the paper, and prefers a knife to tearing', () => {
    expect(suggested('full', '80', 'notCut')).toBe('usual');
    expect(
      suggestProfile([usual, ...profiles.filter(({ id }) => id === 'small')], 'usual', '80', ['notCut']),
    ).toBeNull();
    expect(suggested('usual', '58', 'notCut')).toBe('full');
  });

  it('suggests nothing when nothing is wrong', () => {
    expect(suggested('usual', '80')).toBeNull();
    expect(suggested('unknown', '80', 'notCut')).toBeNull();
  });
});
