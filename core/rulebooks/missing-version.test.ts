import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStationDb } from '../../db/open.ts';
import { STATE_COUNCIL_CALENDAR } from '../../domain/calendar/holidays.ts';
import { ChainBuilder, nextUuid, sampleRecord } from '../../tests/builders/entries.ts';
import { signed, tangheWithDays, testSigner } from '../../tests/builders/rulebooks.ts';
import { createEvents } from '../events.ts';
import { loadProfiles } from '../load-profiles.ts';
import { systemPlatform } from '../platform.ts';
import { actOnCase } from '../services/act-on-case.ts';
import { caseFile } from '../services/case-views.ts';
import { writeStation } from '../services/station-settings.ts';
import { receivePage } from '../sync/receive.ts';
import type { StationSettings, Workspace } from '../workspace.ts';
import { receiveRulebooks } from './receive-rulebooks.ts';
import { createRules } from './rules.ts';

it('a case under a version that is not here can be read, and is judged by no other until that one arrives', () => {
  const dir = mkdtempSync(join(tmpdir(), 'jiesu-missing-'));
  const db = openStationDb({ dataDir: dir, key: new Uint8Array(32).fill(7) });
  try {
    const settings: StationSettings = {
      station: { code: 'TH03', name: '样例', organisation: '样例', regime: 'tanghe', phone: '' },
      printers: { slip: null, a4: null, spare: null },
      units: [],
      windows: [],
      demo: false,
    };
    writeStation(db, settings);
    const platform = systemPlatform(() => {});
    const rules = createRules(db, loadProfiles(), STATE_COUNCIL_CALENDAR, platform);
    const workspace: Workspace = {
      db,
      platform,
      events: createEvents(),
      profiles: rules.profiles,
      calendar: STATE_COUNCIL_CALENDAR,
      dataDir: dir,
      settings: () => settings,
    };
    const record = sampleRecord('tanghe-01');
    const caseId = nextUuid();
    const chain = new ChainBuilder('TH04');
    const payload = { number: 'TH04-20260302-0001-K', stationName: '样例', record };
    const registered = chain.add('registered', caseId, { ...payload, regime: { id: 'tanghe', version: '2' } });
    receivePage(workspace, [
      { pos: 1, seq: 1, masked: false, text: JSON.stringify(registered) },
      { pos: 2, seq: 2, masked: false, text: JSON.stringify(chain.accept(caseId)) },
    ]);
    const officer = { id: 'o', name: '示例员', roles: ['ducha', 'leader', 'intake_officer'] };
    const view = () => caseFile(workspace, officer, caseId, () => new Set());
    const act = () =>
      actOnCase(workspace, officer, {
        caseId,
        baseRevision: view().state.revision,
        requestId: nextUuid(),
        command: { type: 'note', text: '备注' },
      });
    expect(view()).toMatchObject({ regimeMissing: true, clocks: [], actions: [], state: { record } });
    expect(view().row).toMatchObject({ nextDue: null, nextStep: null });
    expect(act).toThrow('regime_version_missing');

    const signer = testSigner();
    const body = tangheWithDays('2', 6);
    const rulebook = signed(signer, { kind: 'regime', id: 'tanghe', version: '2', sequence: 1, body });
    expect(receiveRulebooks(workspace, rules, { id: signer.keyId, publicKey: signer.publicKey }, [rulebook])).toBe(
      true,
    );
    expect(view().regimeMissing).toBe(false);
    expect(view().clocks[0]?.proof.summary).toContain('第6个工作日');
    expect(view().row.nextDue?.dueAt).toBe(view().clocks[0]?.dueAt);
    act();
  } finally {
    db.close();
    rmSync(dir, { recursive: true, force: true });
  }
});
