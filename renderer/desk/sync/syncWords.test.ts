import { describe, expect, it } from 'vitest';
import type { SyncStatus } from '../../../domain/contract/views/sync.ts';
import { backedWords, contactWords, syncStory } from './syncWords.ts';

const base: SyncStatus = {
  state: 'idle',
  address: 'https://centre.example',
  centreName: '唐河',
  pending: 0,
  rejected: 0,
  conflicts: 0,
  lastSuccessAt: '2026-11-22T09:41:00+08:00',
  lastError: null,
  nextTryAt: null,
  progress: null,
  written: 0,
  backed: 0,
  quarantined: 0,
  restored: null,
};

describe('what the page says of reporting', () => {
  it('never calls reported what was refused or still waits', () => {
    expect(syncStory(base)).toMatchObject({ title: '已上报', tone: 'green' });
    for (const other of [{ rejected: 1 }, { pending: 1 }, { state: 'offline' as const }])
      expect(syncStory({ ...base, ...other })).not.toMatchObject({ tone: 'green' });
  });

  it('counts what the centre has acknowledged of what is being sent', () => {
    const sending: SyncStatus = { ...base, state: 'sending', pending: 380, progress: { done: 120, total: 500 } };
    expect(syncStory(sending).words).toBe('中心已确认 120 条，共 500 条。');
    expect(syncStory({ ...base, state: 'sending', pending: 3 }).words).toContain('还有 3 条');
  });

  it('says for each refusal of the protocol what to do, whatever state it comes in', () => {
    for (const lastError of ['centre_newer', 'centre_older', 'station_revoked', 'receipt_invalid'] as const)
      for (const state of ['refused', 'offline'] as const) {
        const story = syncStory({ ...base, state, lastError, pending: 2 });
        expect(story.tone).toBe('red');
        expect(story.words).toMatch(/请(联系|告知)/);
        expect(story.words).toContain('没有丢失');
        expect(story.title).not.toBe('连不上中心');
      }
  });

  it('says when it tries again only where trying again helps', () => {
    const nextTryAt = '2026-11-22T09:45:10+08:00';
    const offline: SyncStatus = { ...base, state: 'offline', lastError: 'centre_unreachable', nextTryAt };
    expect(syncStory(offline).words).toContain('09:45');
    expect(contactWords(offline)).toContain('下次自动再试 09:45');
    expect(contactWords(base)).toBe('以中心的确认为准');
  });

  it('says how far the backup of the centre reaches, and what it does not hold yet', () => {
    expect(backedWords({ ...base, written: 3 })).toBe('中心还没有备份本机的内容');
    expect(backedWords({ ...base, written: 1_204, backed: 1_204 })).toBe('中心备份已含本机全部 1204 条');
    expect(backedWords({ ...base, written: 1_210, backed: 1_204 })).toBe('中心备份已含本机第 1—1204 条，还差 6 条');
    expect(backedWords({ ...base, state: 'none', written: 3 })).toBeNull();
  });
});
