import { describe, expect, it } from 'vitest';
import { isSounding, timerStage } from './timers.ts';

const timer = { from: '2026-11-22T00:05:00+08:00', dueAt: '2026-11-22T00:15:00+08:00' };
const at = (clock: string): number => Date.parse(`2026-11-22T${clock}+08:00`);
const iso = (clock: string): string => `2026-11-22T${clock}+08:00`;

describe('the alarm of a minute clock', () => {
  it('warns in the last two of ten minutes and is late from the end on', () => {
    expect(timerStage(timer, at('00:12:59'))).toBe('running');
    expect(timerStage(timer, at('00:13:00'))).toBe('soon');
    expect(timerStage(timer, at('00:14:59'))).toBe('soon');
    expect(timerStage(timer, at('00:15:00'))).toBe('late');
  });

  it('is silent before the warning, and a mute ends only the alarm that sounds', () => {
    expect(isSounding(timer, null, at('00:10:00'))).toBe(false);
    expect(isSounding(timer, null, at('00:13:30'))).toBe(true);
    expect(isSounding(timer, iso('00:13:10'), at('00:14:59'))).toBe(false);
    expect(isSounding(timer, iso('00:13:10'), at('00:15:00'))).toBe(true);
    expect(isSounding(timer, iso('00:15:20'), at('00:40:00'))).toBe(false);
  });

  it('does not take a mute of an earlier end for one of a later end', () => {
    const moved = { ...timer, dueAt: '2026-11-22T00:45:00+08:00' };
    expect(isSounding(moved, iso('00:15:20'), at('00:44:00'))).toBe(true);
  });
});
