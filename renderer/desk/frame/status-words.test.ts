import { describe, expect, it } from 'vitest';
import type { SyncStatus } from '../../../domain/contract/views/sync.ts';
import { clockWords, syncWords } from './status-words.ts';

const now = '2026-11-21T10:00:00+08:00';
const base: SyncStatus = {
  state: 'idle',
  address: 'https://centre.example',
  centreName: '中心',
  pending: 0,
  rejected: 0,
  conflicts: 0,
  lastSuccessAt: null,
  lastError: null,
  nextTryAt: null,
  progress: null,
  written: 0,
  backed: 0,
  quarantined: 0,
  restored: null,
};

describe('the status bar on reporting', () => {
  it('says 已上报 only with the moment of an acknowledgement', () => {
    expect(syncWords(base, now).words).toBe('尚无上报');
    expect(syncWords({ ...base, lastSuccessAt: '2026-11-21T09:41:00+08:00' }, now).words).toBe('已上报 09:41');
  });

  it('never hides what still waits, was refused or conflicts', () => {
    const words = syncWords(
      { ...base, pending: 3, rejected: 1, conflicts: 2, lastSuccessAt: '2026-11-21T09:41:00+08:00' },
      now,
    );
    expect(words.words).toBe('待上报 3 · 被拒 1 · 冲突 2 · 已上报 09:41');
    expect(words.level).toBe('warn');
  });

  it('says that the line is down even when nothing waits', () => {
    expect(syncWords({ ...base, state: 'offline' }, now).words).toContain('连不上中心');
    expect(syncWords({ ...base, state: 'none', pending: 3 }, now).words).toBe('未设中心，仅存本机 · 待上报 3');
  });
});

describe('a clock that is not believed', () => {
  const clock = { pc: '2027-04-08T09:10:00+08:00', trusted: '2026-03-04T09:10:00+08:00' };

  it('is named with its time, and with the time that is gone by', () => {
    const words = clockWords({ state: 'ahead', ...clock });
    expect(words?.wrong).toContain('2027-04-08 09:10');
    expect(words?.meanwhile).toContain('2026-03-04 09:10');
    expect(clockWords({ state: 'backwards', ...clock })?.wrong).toContain('落后');
    expect(clockWords({ state: 'ok', ...clock })).toBeNull();
  });
});
