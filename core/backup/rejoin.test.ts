import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskError } from '../../domain/contract/errors.ts';
import { PATHS } from '../../domain/contract/wire.ts';
import { openDemoDesk, openOtherDesk, type TestDesk } from '../../tests/builders/desk.ts';
import { sampleRecord } from '../../tests/builders/entries.ts';
import { type LoopbackCentre, startLoopbackCentre } from '../../tests/builders/loopback-centre.ts';
import { CLI_PROGRAM } from '../../tests/harness/cli.ts';
import { until } from '../../tests/harness/wait.ts';
import { fileKeyring } from '../keys/file-keyring.ts';
import { systemOutside } from '../sync/http-transport.ts';
import { restoreBackup } from './restore.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const NOW = new Date();

/** A desk, its backup, its centre: and what happens when the backup becomes a second desk. */
describe('a desk that came out of a backup', () => {
  let dir: string;
  let centre: LoopbackCentre;
  let desk: TestDesk;
  let file: string;
  let code: string;
  const open: TestDesk[] = [];
  let drafts = 0;

  const adminOf = (of: TestDesk) => of.signInAs(of.officers.find((one) => one.admin)?.roles[0] ?? '');
  const register = async (at: TestDesk): Promise<string> => {
    await at.signInAs('window_chief');
    drafts += 1;
    return (await at.register(`draft-${drafts}`, { ...sampleRecord('tanghe-01'), channel: 'phone' })).number;
  };
  const numbersAt = async (at: TestDesk) =>
    (await at.call('worklist', { view: 'all' })).rows.map((row) => row.number).sort();
  const reported = (at: TestDesk) =>
    until(
      () => at.call('sync.status', {}),
      (status) => status.pending === 0 && status.rejected === 0,
    );
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: Error) =>
        (JSON.parse(error.message.slice(error.message.indexOf('{'))) as { error: { code: string } }).error.code,
    );

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'rejoin-'));
    centre = await startLoopbackCentre(() => new Date());
    desk = await openDemoDesk(join(dir, 'old'), NOW);
    open.push(desk);
    await adminOf(desk);
    const station = (await desk.call('settings.get', {})).station.code;
    await desk.call('sync.configure', { address: centre.address, enrolCode: await centre.invite(station) });
    await register(desk);
    await reported(desk);
    await adminOf(desk);
    await desk.call('backup.configure', { folder: join(dir, 'backups'), keep: 3, hour: 12 });
    code = (await desk.call('backup.newCode', {})).code;
    await desk.call('backup.make', {});
    const view = await until(
      () => desk.call('backup.get', {}),
      ({ running }) => running === null,
      120_000,
    );
    file = view.last?.file ?? '';
  });

  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
    await centre.close();
    rmSync(dir, { recursive: true, force: true });
  });

  /** Begins a desk on what stands in a data directory, so many minutes after the backup was made. */
  const start = async (name: string, minutes: number, outside = systemOutside()): Promise<TestDesk> => {
    const begun = await openDemoDesk(join(dir, name), later(minutes), desk.officers, outside);
    open.push(begun);
    await begun.signInAs('window_chief');
    return begun;
  };
  const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
  const restore = async (name: string, outside = systemOutside(), minutes = 60): Promise<TestDesk> => {
    await restoreBackup({ dataDir: join(dir, name), keyring: fileKeyring, now: () => later(minutes), file, code });
    return start(name, minutes, outside);
  };
  const close = async (one: TestDesk) => {
    open.splice(open.indexOf(one), 1);
    await one.close();
  };
  const closeOld = () => close(desk);
  const standing = async (at: TestDesk) => (await at.call('backup.get', {})).standing?.state;
  const settled = (at: TestDesk) =>
    until(
      () => standing(at),
      (state) => state === 'settled',
    );

  it('gets back from the centre what was written after the backup, and goes on behind it', async () => {
    const later = [await register(desk), await register(desk)];
    await reported(desk);
    await closeOld();
    const fresh = await restore('new');
    await settled(fresh);
    expect(await numbersAt(fresh)).toEqual(expect.arrayContaining(later));
    const number = await register(fresh);
    await reported(fresh);
    expect(later).not.toContain(number);
    expect(await numbersAt(fresh)).toHaveLength(4);
  });

  it('writes nothing before that, and says why', async () => {
    await register(desk);
    await reported(desk);
    await closeOld();
    await centre.close();
    const fresh = await restore('new');
    expect(await standing(fresh)).toBe('behind');
    expect(await refusal(register(fresh))).toBe('restored_behind');
    centre = await startLoopbackCentre(() => new Date());
  });

  it('goes on without the centre when an administrator says so, and puts it behind the rest when the line is back', async () => {
    const later = await register(desk);
    await reported(desk);
    // A tail of which nobody but a lost disk knew: on paper it was given out.
    const lost = await restoreOffline();
    const alone = await register(lost);
    expect(await standing(lost)).toBe('alone');
    expect((await lost.call('sync.status', {})).pending).toBeGreaterThan(0);
    await closeOld();
    centreUp = true;
    await settled(lost);
    await reported(lost);
    const numbers = await numbersAt(lost);
    expect(numbers).toEqual(expect.arrayContaining([later, alone]));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  let centreUp = false;
  /** A line that is down until `centreUp`. */
  function outsideWithSwitch() {
    const real = systemOutside();
    const transport: typeof real.transport = async (request) => {
      if (!centreUp) throw new DeskError('centre_unreachable');
      return real.transport(request);
    };
    return { ...real, transport };
  }
  const goOn = async (at: TestDesk) => {
    await adminOf(at);
    await at.call('backup.goOn', {});
  };
  async function restoreOffline(): Promise<TestDesk> {
    centreUp = false;
    const fresh = await restore('offline', outsideWithSwitch());
    await goOn(fresh);
    return fresh;
  }
  /** Another PC out of the backup, which is used, loses its line, and is put away with a number that it did not report. */
  async function usedAndPutAway(name: string, minutes: number): Promise<{ known: string; onPaper: string }> {
    centreUp = true;
    const other = await restore(name, outsideWithSwitch(), minutes);
    await settled(other);
    const known = await register(other);
    await reported(other);
    centreUp = false;
    const onPaper = await register(other);
    await close(other);
    return { known, onPaper };
  }

  it('gave out a number again that another copy had put on paper and not reported when it was put away', async () => {
    await closeOld();
    centreUp = false;
    const first = await restore('first', outsideWithSwitch());
    expect(await standing(first)).toBe('behind');
    await close(first);
    const { known, onPaper } = await usedAndPutAway('second', 62);

    const again = await start('first', 70);
    await settled(again);
    const own = [await register(again), await register(again)];
    await reported(again);
    expect(own).not.toContain(onPaper);
    expect(await numbersAt(again)).toEqual(expect.arrayContaining([known, ...own]));
  });

  it('gave out a number again that another copy, far ahead of it, had not reported', async () => {
    await closeOld();
    const before = await start('old', 719);
    const report = await register(before);
    await reported(before);
    await close(before);
    // The older the backup, the higher its numbers: far above those of the PC that is used again in a minute.
    const { known, onPaper } = await usedAndPutAway('far', 720);

    const old = await start('old', 721);
    await until(
      () => standing(old),
      (state) => state === 'elsewhere',
    );
    await goOn(old);
    await settled(old);
    const own = await register(old);
    await reported(old);
    expect(own).not.toBe(onPaper);
    expect(await numbersAt(old)).toEqual(expect.arrayContaining([report, known, own]));
    const check = [CLI_PROGRAM, 'verify', '--data', join(dir, 'old'), '--json'];
    expect(JSON.parse(execFileSync(process.execPath, check, { encoding: 'utf8' }))).toMatchObject({ findings: [] });
  });

  it('kept aside what others wrote in a case that the centre gave back to it', async () => {
    const office = await openOtherDesk(join(dir, 'office'), 'TH01', ['ducha', 'leader'], NOW);
    open.push(office);
    await office.signInAs('ducha');
    const enrolCode = await centre.invite('TH01', 'supervision_office');
    await office.call('sync.configure', { address: centre.address, enrolCode });
    const number = await register(desk);
    await reported(desk);
    const caseOf = async (at: TestDesk) =>
      (await at.call('worklist', { view: 'all' })).rows.find((row) => row.number === number)?.caseId;
    const caseId = await until(
      () => caseOf(office),
      (found) => found !== undefined,
    );
    const { state } = await office.call('case.get', { caseId: caseId ?? '' });
    const note = { caseId: caseId ?? '', baseRevision: state.revision, requestId: 'note-of-the-office' };
    await office.call('case.act', { ...note, command: { type: 'note', text: '已电话核实' } });
    await reported(office);
    await closeOld();

    // The feed is quicker than the answer to what this station wrote itself.
    const real = systemOutside();
    let isOwnAnswered = false;
    const transport: typeof real.transport = async (request) => {
      if (!isOwnAnswered && request.path.startsWith(PATHS.own)) throw new DeskError('centre_unreachable');
      return real.transport(request);
    };
    const fresh = await restore('new', { ...real, transport });
    await until(
      () => fresh.call('sync.quarantine', {}),
      (aside) => aside.length > 0,
    );
    isOwnAnswered = true;
    await settled(fresh);
    expect(await fresh.call('sync.quarantine', {})).toEqual([]);
    const notes = (await fresh.call('case.get', { caseId: caseId ?? '' })).state.notes;
    expect(notes.map(({ text }) => text)).toEqual(['已电话核实']);
  });

  it('and the old PC come back to life are noticed: the one that is behind writes no more until somebody decides', async () => {
    const fresh = await restore('new');
    await settled(fresh);
    await register(fresh);
    await reported(fresh);
    // The old one writes at the same places of the chain.
    const rival = await register(desk).catch((error: Error) => error.message);
    await until(
      () => standing(desk),
      (state) => state === 'elsewhere',
    );
    expect(await refusal(register(desk))).toBe('station_elsewhere');
    // The administrator switches the other one off and goes on here.
    open.splice(open.indexOf(fresh), 1);
    await fresh.close();
    await goOn(desk);
    await settled(desk);
    await register(desk);
    await reported(desk);
    const numbers = await numbersAt(desk);
    expect(new Set(numbers).size).toBe(numbers.length);
    if (!rival.startsWith('case.register')) expect(numbers).toContain(rival);
  });
});
