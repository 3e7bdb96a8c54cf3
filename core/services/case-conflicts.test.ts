import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { insertEntry } from '../../db/entries.ts';
import { openStationDb, type StationDb } from '../../db/open.ts';
import { STATE_COUNCIL_CALENDAR } from '../../domain/calendar/holidays.ts';
import { canonicalJson } from '../../domain/case-file/chain.ts';
import type { Entry } from '../../domain/contract/entries.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import { ChainBuilder, sampleRecord } from '../../tests/builders/entries.ts';
import { createEvents } from '../events.ts';
import { loadProfiles } from '../load-profiles.ts';
import { systemPlatform } from '../platform.ts';
import { retryAside } from '../sync/receive.ts';
import type { StationSettings, Workspace } from '../workspace.ts';
import { actOnCase } from './act-on-case.ts';
import { caseConflicts } from './case-conflicts.ts';
import { worklist } from './case-views.ts';
import { projectCase } from './project-case.ts';
import { quarantinedEntries } from './quarantined-entries.ts';
import { writeStation } from './station-settings.ts';

const [BDC, ZJJ] = [
  { id: 'u-bdc', name: '县不动产登记机构', station: null },
  { id: 'u-zjj', name: '县住建局', station: null },
];
const supervisor = { id: 'o', name: '示例员', roles: ['ducha'] };
const leader = { id: 'l', name: '示领导', roles: ['leader'] };

/** A station that holds a case which two others assigned to different units. */
describe('what a desk shows of a conflict', () => {
  let dir: string;
  let db: StationDb;
  let workspace: Workspace;
  let entries: Entry[];
  let caseId: string;

  const hold = (masked: boolean) => {
    entries.forEach((e, index) => {
      insertEntry(db, e, canonicalJson(e), { serverSeq: index + 1, masked, feedPos: null });
    });
    projectCase(workspace, caseId);
  };
  const settle = (who: typeof supervisor, choice: 'keep' | 'take', requestId = `${who.id} ${choice}`) => {
    const { revision, conflicts } = caseConflicts(workspace, who, caseId);
    const entryId = conflicts[0]?.entryId ?? '';
    const command = { type: 'settle', entryId, choice, reason: '已核实' } as const;
    return actOnCase(workspace, who, { caseId, baseRevision: revision, requestId, command });
  };

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-conflicts-'));
    db = openStationDb({ dataDir: dir, key: new Uint8Array(32).fill(7) });
    const settings: StationSettings = {
      station: { code: 'TH05', name: '样例', organisation: '样例', regime: 'tanghe', phone: '' },
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
    const [hall, office] = [new ChainBuilder('TH03'), new ChainBuilder('TH01')];
    const first = hall.register(sampleRecord('tanghe-01'));
    caseId = first.caseId;
    const late = office.add(
      'assigned',
      caseId,
      { unit: ZJJ, mode: 'handle', opinion: '请答复', slipNumber: 'Z-9' },
      { baseRevision: 2 },
    );
    const printed = { document: 'assignment_slip', width: 'a4', jobId: 'j', copy: 0, outcome: 'confirmed' } as const;
    const assigned = hall.assign(caseId, BDC, 2);
    entries = [first, hall.accept(caseId), assigned, hall.add('printed', caseId, printed, { baseRevision: 3 }), late];
  });
  afterEach(() => {
    db.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('tells both versions, what each writer had not seen, the papers out there, and what follows', () => {
    hold(false);
    expect(worklist(workspace, supervisor, { view: 'conflicts', offset: 0, limit: 10 })).toMatchObject({ total: 1 });
    const [conflict] = caseConflicts(workspace, supervisor, caseId).conflicts;
    expect(conflict).toMatchObject({
      kind: 'assigned',
      standing: { entry: { stationId: 'TH03' }, unseen: [], paper: { number: 'Z-1', printed: 1 } },
      late: {
        entry: { stationId: 'TH01' },
        before: 4,
        unseen: [{ kind: 'assigned', stationId: 'TH03' }, { kind: 'printed' }],
        paper: { number: 'Z-9', printed: 0 },
      },
      keep: { unit: BDC.name, status: 'assigned' },
      take: { unit: ZJJ.name, status: 'assigned' },
      obstacle: null,
      allowed: true,
    });
    expect(conflict?.settlers).toContain('督查室');
  });

  it('is read-only for whoever has no say, and names those who have', () => {
    hold(false);
    const [conflict] = caseConflicts(workspace, leader, caseId).conflicts;
    expect(conflict).toMatchObject({ allowed: false, reason: expect.stringContaining('督查室') });
    expect(() => settle(leader, 'take')).toThrow('role_not_allowed');
  });

  it('is not for the unit that handles the case, whatever its officer is called', () => {
    hold(true);
    expect(caseConflicts(workspace, supervisor, caseId).conflicts[0]?.allowed).toBe(false);
    expect(() => settle(supervisor, 'take')).toThrow('role_not_allowed');
  });

  it('is gone everywhere once it is settled, and a repeated press settles it once', () => {
    hold(false);
    const { revision } = caseConflicts(workspace, supervisor, caseId);
    const entryId = entries.at(-1)?.id ?? '';
    const command = { type: 'settle', entryId, choice: 'take', reason: '已核实' } as const;
    const ask = (requestId: string) =>
      actOnCase(workspace, supervisor, {
        caseId,
        baseRevision: revision + (requestId === 'b' ? 1 : 0),
        requestId,
        command,
      });
    expect(ask('a')).toEqual(ask('a'));
    expect(() => ask('b')).toThrow(DeskError);
    expect(() => ask('b')).toThrow('conflict_gone');
    expect(worklist(workspace, supervisor, { view: 'conflicts', offset: 0, limit: 10 }).total).toBe(0);
    expect(caseConflicts(workspace, supervisor, caseId).conflicts).toEqual([]);
  });

  it('lists what stands aside with its reason, and takes it when what it waited for is here', () => {
    const [first, ...rest] = entries;
    rest.forEach((entry, index) => {
      db.raw
        .prepare('INSERT INTO quarantine (station_id, station_seq, hash, body, code) VALUES (?, ?, ?, ?, ?)')
        .run(
          entry.stationId,
          entry.stationSeq,
          entry.hash,
          JSON.stringify({ pos: index + 2, seq: index + 2, masked: false, caseId, text: canonicalJson(entry) }),
          'entry_gap',
        );
    });
    expect(quarantinedEntries(workspace)).toMatchObject([
      { kind: 'accepted', caseId: null, code: 'entry_gap' },
      {},
      {},
      {},
    ]);
    retryAside(workspace);
    expect(quarantinedEntries(workspace)).toHaveLength(4);
    entries = first ? [first] : [];
    hold(false);
    expect(retryAside(workspace)).toEqual([caseId]);
    expect(quarantinedEntries(workspace)).toEqual([]);
    expect(caseConflicts(workspace, supervisor, caseId).conflicts).toHaveLength(1);
  });
});
