import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chainHead } from '../../db/entries.ts';
import { openStationDb, type StationDb } from '../../db/open.ts';
import { reject } from '../../db/outbox.ts';
import { placeEntries } from '../../db/placement.ts';
import { STATE_COUNCIL_CALENDAR } from '../../domain/calendar/holidays.ts';
import { foldCase } from '../../domain/case-file/apply.ts';
import type { Command } from '../../domain/contract/commands.ts';
import type { Entry } from '../../domain/contract/entries.ts';
import type { FeedItem } from '../../domain/contract/wire.ts';
import { ChainBuilder, nextUuid, sampleRecord, seal } from '../../tests/builders/entries.ts';
import { createEvents } from '../events.ts';
import { loadProfiles } from '../load-profiles.ts';
import { systemPlatform } from '../platform.ts';
import { actOnCase } from '../services/act-on-case.ts';
import { caseFile } from '../services/case-views.ts';
import { projectCase } from '../services/project-case.ts';
import { retryEntry } from '../services/retry-entry.ts';
import { writeStation } from '../services/station-settings.ts';
import { verifyStation } from '../services/verify-station.ts';
import type { StationSettings, Workspace } from '../workspace.ts';
import { feedCursor, receivePage } from './receive.ts';

const text = (entry: unknown): string => (entry === undefined ? '' : JSON.stringify(entry));

describe('a feed that lies', () => {
  let dir: string;
  let db: StationDb;
  let workspace: Workspace;
  let other: ChainBuilder;
  let registered: Entry;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-feed-'));
    db = openStationDb({ dataDir: dir, key: new Uint8Array(32).fill(7) });
    const settings: StationSettings = {
      station: { code: 'TH03', name: '样例', organisation: '样例', regime: 'tanghe', phone: '' },
      printers: { slip: null, a4: null, spare: null },
      units: [],
      windows: [],
      demo: false,
    };
    writeStation(db, settings);
    workspace = {
      db,
      platform: systemPlatform(() => {}),
      events: createEvents(),
      profiles: loadProfiles(),
      calendar: STATE_COUNCIL_CALENDAR,
      dataDir: dir,
      settings: () => settings,
    };
    other = new ChainBuilder('TH04');
    registered = other.register(sampleRecord('tanghe-01'));
    receivePage(workspace, [{ pos: 1, seq: 1, masked: false, text: text(registered) }]);
  });
  afterEach(() => {
    db.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const officer = { id: 'o', name: '示例员', roles: [] };
  const chief = { ...officer, roles: ['leader'] };
  const view = (caseId = registered.caseId) => caseFile(workspace, officer, caseId, () => new Set());
  const quarantined = () =>
    db.raw.prepare('SELECT station_id AS station, code FROM quarantine ORDER BY rowid').all() as {
      station: string;
      code: string;
    }[];
  /** Sends one evil item between two good ones: the good ones must arrive whatever the evil one is. */
  const sandwich = (evil: unknown, item: Partial<FeedItem> = {}) => {
    const good = [other.note(registered.caseId, '前'), other.note(registered.caseId, '后')];
    receivePage(workspace, [
      { pos: 2, seq: 2, masked: false, text: text(good[0]) },
      { pos: 3, seq: 90, masked: false, text: text(evil), ...item },
      { pos: 4, seq: 3, masked: false, text: text(good[1]) },
    ]);
    expect(view().state.notes.map((note) => note.text)).toEqual(['前', '后']);
    expect(feedCursor(workspace)).toBe(4);
  };
  const fresh = () => new ChainBuilder('TH09');

  it.each<[string, () => unknown, Partial<FeedItem>?]>([
    ['is nothing', () => null],
    ['is a text', () => '条目'],
    [
      'hides behind its own methods',
      () => ({ stationId: { toString: 1, valueOf: 1 }, hash: { toString: 1 }, stationSeq: {} }),
    ],
    ['belongs to an unknown case', () => fresh().note(nextUuid(), '无主')],
    ['registers a case a second time', () => fresh().register(sampleRecord('tanghe-04'), registered.caseId)],
    ['takes another entry’s id', () => seal({ ...fresh().note(registered.caseId, '冒名'), id: registered.id })],
    ['was altered', () => ({ ...fresh().note(registered.caseId, '原文'), payload: { text: '改过' } })],
    ['names an unknown regime', () => fresh().register({ ...sampleRecord('tanghe-04'), regime: '__proto__' })],
    ['is ours and we never wrote it', () => new ChainBuilder('TH03').note(registered.caseId, '冒充本站')],
    ['is ours, masked', () => new ChainBuilder('TH03').note(registered.caseId, '冒充本站'), { masked: true }],
    [
      'masks what is here unmasked',
      () => ({ ...registered, hash: '0'.repeat(64), prevHash: '0'.repeat(64) }),
      { masked: true },
    ],
    ['is called masked and is not (seed 1881)', () => fresh().note(registered.caseId, '并未隐名'), { masked: true }],
    ['puts one that is here into another case', () => ({ ...registered, caseId: nextUuid() }), { masked: true }],
    [
      'was written at the end of all time',
      () =>
        fresh().add('registered', nextUuid(), registered.payload as never, {
          wallTime: '9999-12-31T23:59:59.999+08:00',
        }),
    ],
  ])('sets an entry aside that %s, and takes the others', (_what, evil, item = {}) => {
    sandwich(evil(), item);
    expect(quarantined().length).toBeLessThanOrEqual(1);
    expect(chainHead(db, 'TH03').seq).toBe(0);
    expect(view().state.record).toEqual(sampleRecord('tanghe-01'));
    expect(
      verifyStation({
        db,
        profiles: workspace.profiles,
        calendar: workspace.calendar,
        sha256: workspace.platform.sha256,
      }).findings.filter(({ check }) => check !== 'number' && check !== 'counter'),
    ).toEqual([]);
  });

  it('does not let itself be led backwards, in circles or past what it has not seen', () => {
    const note = other.note(registered.caseId, '一');
    for (const pos of [1, 3, 2_000_000_000])
      expect(() => receivePage(workspace, [{ pos, seq: 2, masked: false, text: text(note) }])).toThrow(
        'centre_protocol',
      );
    expect(feedCursor(workspace)).toBe(1);
  });

  it('keeps a case readable when the centre gives an entry the place of its registration', () => {
    sandwich(fresh().note(registered.caseId, '占了登记的位置'), { seq: 1 });
    expect(quarantined()).toEqual([{ station: 'TH09', code: 'entry_fork' }]);
  });

  it('takes a page of a thousand notes on one case', () => {
    const note = (i: number) => other.note(registered.caseId, `第${i}条`);
    const items = Array.from({ length: 999 }, (_, i) => ({
      pos: 2 + i,
      seq: 2 + i,
      masked: false,
      text: text(note(i)),
    }));
    receivePage(workspace, items);
    expect(view().state.notes).toHaveLength(999);
  });

  it('decides nothing behind a decision that the officer has not seen, wherever the centre put it', () => {
    const act = (baseRevision: number, command: Command, requestId: string) =>
      actOnCase(workspace, chief, { caseId: registered.caseId, baseRevision, requestId, command });
    act(1, { type: 'note', text: '本站备注，尚未上报' }, '1');
    receivePage(workspace, [{ pos: 2, seq: 2, masked: false, text: text(other.accept(registered.caseId)) }]);
    expect(view().entries.map((entry) => entry.kind)).toEqual(['registered', 'accepted', 'noted']);
    expect(() => act(2, { type: 'approve', decision: 'agree', opinion: '同意' }, '2')).toThrow('case_changed');
    expect(() => act(3, { type: 'approve', decision: 'agree', opinion: '同意' }, '3')).not.toThrow('case_changed');
  });

  it('does not let an entry that the centre refused hide a rival from the conflict check', () => {
    const act = (command: Command, requestId: string) =>
      actOnCase(
        workspace,
        { ...officer, roles: ['intake_officer'] },
        { caseId: registered.caseId, baseRevision: 9, requestId, command },
      );
    const own = () => view().entries.filter((entry) => entry.stationId === 'TH03');
    act({ type: 'note', text: '会被拒绝' }, '1');
    reject(db, own()[0]?.id ?? '', 'entry_invalid', '2026-03-02T09:42:10+08:00');
    act({ type: 'accept', category: 'general' }, '2');
    expect(view().state.conflicts).toEqual([]);
    const accepted = own().find((entry) => entry.kind === 'accepted');
    const rival = other.accept(registered.caseId);
    const atCentre = foldCase([registered, rival, accepted as Entry]);
    expect(atCentre?.conflicts.map((conflict) => conflict.entryId)).toEqual([accepted?.id]);

    receivePage(workspace, [{ pos: 2, seq: 2, masked: false, text: text(rival) }]);
    placeEntries(db, [{ id: accepted?.id ?? '', seq: 3 }]);
    projectCase(workspace, registered.caseId);
    expect(view().state.conflicts).toEqual(atCentre?.conflicts);
    retryEntry(workspace, { id: 'o-1' }, own().find((entry) => entry.kind === 'noted')?.id ?? '');
    expect(view().state.notes).toHaveLength(1);
  });
});
