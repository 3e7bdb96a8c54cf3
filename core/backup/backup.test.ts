import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { BackupView } from '../../domain/contract/views/keeping.ts';
import { newCodeFor } from '../../server/new-code.ts';
import { sealingKey } from '../../server/sealing-key.ts';
import { openDemoDesk, type TestDesk } from '../../tests/builders/desk.ts';
import { sampleRecord } from '../../tests/builders/entries.ts';
import { CLI_PROGRAM } from '../../tests/harness/cli.ts';
import { type BackupHead, checkBackup, extractDatabase, readBackupHead, writeBackup } from '../../wire/backup-file.ts';
import { sealForCentre } from '../../wire/centre-slot.ts';
import { newRecoveryCode, openUnderCode, sealUnderCode, wrongGroups } from '../../wire/recovery-code.ts';
import { loadDataKey } from '../keys/data-key.ts';
import { fileKeyring } from '../keys/file-keyring.ts';
import { restoreBackup } from './restore.ts';

// Each backup is a thread of its own and each code costs a scrypt: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const folders: string[] = [];
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'backup-'));
  folders.push(made);
  return made;
};
const desks: TestDesk[] = [];
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close();
});
afterAll(() => {
  for (const one of folders) rmSync(one, { recursive: true, force: true });
});

async function deskAt(dataDir: string, known?: TestDesk['officers'], now?: Date): Promise<TestDesk> {
  const desk = await openDemoDesk(dataDir, now, known);
  desks.push(desk);
  await desk.signInAs('window_chief');
  return desk;
}

/** Sets where backups go and draws a recovery code, as the administrator does. */
async function prepare(desk: TestDesk, to: string): Promise<string> {
  const admin = desk.officers.find((officer) => officer.admin);
  await desk.signInAs(admin?.roles[0] ?? '');
  await desk.call('backup.configure', { folder: to, keep: 2, hour: 12 });
  const { code } = await desk.call('backup.newCode', {});
  await desk.signInAs('window_chief');
  return code;
}

/** Makes a backup and waits for its end. */
async function backUp(desk: TestDesk): Promise<BackupView> {
  await desk.call('backup.make', {});
  for (;;) {
    const view = await desk.call('backup.get', {});
    if (view.running === null) return view;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const register = (desk: TestDesk, n: number) =>
  desk.register(`draft-${n}`, { ...sampleRecord('tanghe-01'), channel: 'phone' });

const HEAD: BackupHead = {
  id: '0'.repeat(32),
  station: { code: 'TH01', name: '样例' },
  made: '2026-03-04T09:00:00+08:00',
  program: 'test',
  schema: 1,
  bytes: 1,
  counts: { entries: 0, cases: 0 },
  chain: { seq: 0, hash: '0'.repeat(64) },
  slots: [],
};

/** Whether this user may mount a small disk. */
const MAY_MOUNT = process.getuid?.() === 0;

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'done';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};

describe('a recovery code', () => {
  it('tells which group was typed wrong, for every wrong digit and every two groups in each other’s place', () => {
    fc.assert(
      fc.property(fc.nat(29), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const digits = newRecoveryCode().replaceAll('-', '').split('');
        digits[at] = String((Number(digits[at]) + by) % 10);
        expect(wrongGroups(digits.join(' '))).toEqual([Math.floor(at / 5) + 1]);
      }),
    );
    const code = newRecoveryCode();
    expect(wrongGroups(code)).toEqual([]);
    const [a, b, ...rest] = code.split('-');
    if (a !== b) expect(wrongGroups([b, a, ...rest].join('-')).length).toBeGreaterThan(0);
  });

  it('opens what was sealed under it, and no other code does', async () => {
    const key = new Uint8Array(32).fill(7);
    const code = newRecoveryCode();
    const slot = await sealUnderCode(key, code);
    expect(await openUnderCode(slot, code.replaceAll('-', ' '))).toEqual(key);
    expect(await codeOf(openUnderCode(slot, newRecoveryCode()))).toBe('backup_code_wrong');
  });
});

describe('a backup of a desk at work', () => {
  let file = '';
  let code = '';
  let officers: TestDesk['officers'] = [];
  const numbers: string[] = [];

  beforeAll(async () => {
    const to = folder();
    const desk = await openDemoDesk(folder());
    officers = desk.officers;
    await desk.signInAs('window_chief');
    for (let n = 0; n < 3; n += 1) numbers.push((await register(desk, n)).number);
    code = await prepare(desk, to);
    const view = await backUp(desk);
    file = view.last?.file ?? '';
    // What happens after the backup is lost with the PC: numbers on paper, of which nobody else knows.
    numbers.push((await register(desk, 3)).number);
    await desk.close();
  });

  const restored = async (now = new Date('2026-03-04T18:00:00+08:00')) => {
    const dataDir = folder();
    await restoreBackup({ dataDir, keyring: fileKeyring, now: () => now, file, code });
    return deskAt(dataDir, officers, now);
  };

  it('is one file that says what is in it, and nothing of a citizen', () => {
    const head = readBackupHead(file);
    expect(head).toMatchObject({ counts: { cases: 3 }, chain: { seq: head.counts.entries } });
    expect(readFileSync(file).includes(Buffer.from(sampleRecord('tanghe-01').complainant.name))).toBe(false);
  });

  it('comes back on a new PC with all that was in it, whole, and gives no number out twice', async () => {
    const desk = await restored();
    const { rows } = await desk.call('worklist', { view: 'all' });
    expect(rows.map((row) => row.number).sort()).toEqual(numbers.slice(0, 3).sort());
    const fresh = (await register(desk, 10)).number;
    expect(numbers).not.toContain(fresh);
    const { standing } = await desk.call('backup.get', {});
    expect(standing).toMatchObject({ state: 'settled' });
    expect(Number(fresh.split('-')[2])).toBeGreaterThan(1_000);
  });

  it('gives no number out twice whatever copies of it were restored when, each with its own days of work', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 2, max: 4_000 }), { minLength: 2, maxLength: 3 }), async (waits) => {
        const given = [...numbers];
        let now = new Date('2026-03-04T09:05:00+08:00');
        for (const minutes of waits) {
          now = new Date(now.getTime() + minutes * 60_000);
          const desk = await restored(now);
          for (let n = 0; n < 3; n += 1) given.push((await register(desk, 100 + n)).number);
          await desk.close();
          desks.pop();
        }
        expect(new Set(given).size).toBe(given.length);
      }),
      { numRuns: 2 },
    );
  });

  it('is found whole by the command that checks a desk, the skipped numbers included', async () => {
    const desk = await restored();
    await register(desk, 10);
    await desk.close();
    desks.pop();
    const dataDir = folders.at(-1) ?? '';
    const cli = [CLI_PROGRAM, 'verify', '--data', dataDir, '--json'];
    const said = JSON.parse(execFileSync(process.execPath, cli, { encoding: 'utf8' })) as { findings: unknown[] };
    expect(said.findings).toEqual([]);
  });

  describe('of which the code is lost', () => {
    const centre = folder();
    const sealedToCentre = async () => {
      const { head } = checkBackup(file);
      const [slot] = head.slots;
      if (slot?.kind !== 'code') throw new Error('no slot of a code');
      const dataKey = await openUnderCode(slot, code);
      const database = join(folder(), 'station.db');
      extractDatabase(file, database);
      const { publicKey } = sealingKey(join(centre, 'sealing-key'));
      const sealed = join(folder(), 'sealed.jsk');
      writeBackup(sealed, database, { ...head, slots: [slot, sealForCentre(dataKey, publicKey)] }, dataKey, () => {});
      return sealed;
    };
    const openedBy = (from: string, withCode: string) =>
      restoreBackup({ dataDir: folder(), keyring: fileKeyring, now: () => new Date(), file: from, code: withCode });

    it('is opened by a code that the centre makes for it; the lost one still fits, an earlier new one does not', async () => {
      const sealed = await sealedToCentre();
      const before = await newCodeFor(sealed, join(centre, 'sealing-key'));
      const made = await newCodeFor(sealed, join(centre, 'sealing-key'));
      expect(made.station.code).toBe('TH03');
      expect(await openedBy(sealed, made.code)).toMatchObject({ counts: { cases: 3 } });
      expect(await codeOf(openedBy(sealed, code))).toBe('done');
      expect(await codeOf(openedBy(sealed, before.code))).toBe('backup_code_wrong');
      expect(readFileSync(made.key, 'utf8')).not.toContain(made.code.slice(0, 5));
    });

    it('is opened by no code made for another backup, and a damaged key file does not stand in the way', async () => {
      const [one, other] = [await sealedToCentre(), join(folder(), 'other.jsk')];
      const made = await newCodeFor(one, join(centre, 'sealing-key'));
      copyFileSync(file, other);
      const text = readFileSync(made.key, 'utf8');
      writeFileSync(`${other}.key`, text.replace(checkBackup(one).head.id, '0'.repeat(32)));
      expect(await codeOf(openedBy(other, made.code))).toBe('backup_code_wrong');
      writeFileSync(`${other}.key`, text.slice(0, 40));
      expect(await codeOf(openedBy(other, code))).toBe('done');
    });

    it('gets no code from another centre, nor when it was changed or is not sealed to a centre', async () => {
      const sealed = await sealedToCentre();
      const stranger = join(folder(), 'sealing-key');
      sealingKey(stranger);
      expect(await codeOf(newCodeFor(sealed, stranger))).toBe('backup_code_wrong');
      expect(await codeOf(newCodeFor(file, join(centre, 'sealing-key')))).toBe('backup_code_wrong');
      const bytes = readFileSync(sealed);
      bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
      writeFileSync(sealed, bytes);
      expect(await codeOf(newCodeFor(sealed, join(centre, 'sealing-key')))).toBe('backup_damaged');
      expect(existsSync(`${sealed}.key`)).toBe(false);
    });
  });

  it('is refused with a wrong code, over another station, cut off, changed, or newer than the program', async () => {
    const into = async (from: string, withCode = code, dataDir = folder()) => {
      const restoration = { dataDir, keyring: fileKeyring, now: () => new Date(), file: from, code: withCode };
      const said = await codeOf(restoreBackup(restoration));
      return { said, left: readdirSync(dataDir) };
    };
    expect(await into(file, newRecoveryCode())).toEqual({ said: 'backup_code_wrong', left: [] });
    const taken = await restored();
    await taken.close();
    desks.pop();
    expect((await into(file, code, folders.at(-1))).said).toBe('backup_not_empty');
    const bytes = readFileSync(file);
    const damaged = join(folder(), 'damaged.jsk');
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), fc.boolean(), async (at, bit, cut) => {
        const changed = Buffer.from(cut ? bytes.subarray(0, at) : bytes);
        if (!cut) changed.writeUInt8(changed.readUInt8(at) ^ (1 << bit), at);
        writeFileSync(damaged, changed);
        const { said, left } = await into(damaged);
        expect(said).toMatch(/^backup_(damaged|newer)$/);
        expect(left).toEqual([]);
      }),
      { numRuns: 40 },
    );
    const newer = Buffer.from(bytes);
    newer.writeUInt8(2, 7);
    writeFileSync(damaged, newer);
    expect((await into(damaged)).said).toBe('backup_newer');
  });

  it('does not print again by itself what waited for the printer when it was made', async () => {
    const desk = await restored();
    const jobs = await desk.call('print.jobs', { caseId: null });
    expect(jobs.filter((job) => job.state === 'queued' || job.state === 'sending')).toEqual([]);
  });

  it('keeps the newest, and only so many', async () => {
    const to = folder();
    const desk = await restored();
    await prepare(desk, to);
    for (let n = 0; n < 3; n += 1) {
      desk.clock.now = new Date(desk.clock.now.getTime() + 60_000);
      await backUp(desk);
    }
    const last = (await desk.call('backup.get', {})).last;
    expect(readdirSync(to)).toHaveLength(2);
    expect(join(to, readdirSync(to).sort().at(-1) ?? '')).toBe(last?.file);
  });
});

describe('a backup that cannot be made', () => {
  it('is told at the desk, leaves no file behind and does not keep anybody from working', async () => {
    const desk = await deskAt(folder());
    const to = join(folder(), 'gone');
    await prepare(desk, to);
    rmSync(to, { recursive: true });
    writeFileSync(to, 'a file stands where the folder was');
    const view = await backUp(desk);
    expect(view.last).toBeNull();
    expect(view.failure).toMatchObject({ code: 'backup_failed' });
    expect((await register(desk, 1)).number).toMatch(/^TH/);
  });

  it('leaves nothing that looks like a backup when the program is killed while it writes', async () => {
    const dataDir = folder();
    const to = folder();
    const desk = await openDemoDesk(dataDir);
    await desk.signInAs('window_chief');
    for (let n = 0; n < 2; n += 1) await desk.upload(`${n}${'x'.repeat(12 * 1024 * 1024)}`);
    await desk.close();
    const key = Buffer.from(await loadDataKey(dataDir, fileKeyring, true)).toString('hex');
    for (let n = 0; n < 5; n += 1) {
      const target = join(to, `jiesu-TH01-20260304-09000${n % 10}.jsk`);
      rmSync(target, { force: true });
      const child = spawn(process.execPath, ['tests/harness/backup-child.ts', dataDir, target, key], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, n * 90));
      child.kill('SIGKILL');
      await once(child, 'exit');
      // Either it was finished, and is whole, or it has no name of a backup.
      if (existsSync(target)) checkBackup(target);
    }
    const again = await openDemoDesk(dataDir, undefined, desk.officers);
    desks.push(again);
    await again.signInAs('window_chief');
    expect(readdirSync(dataDir)).not.toContain('backup-copy.db');
    expect((await register(again, 50)).number).toMatch(/^TH/);
  });

  it.skipIf(!MAY_MOUNT)('says that the disk is full', async () => {
    const disk = folder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', disk]);
    try {
      const desk = await deskAt(folder());
      await prepare(desk, disk);
      const view = await backUp(desk);
      expect(view.failure).toMatchObject({ code: 'disk_full' });
      expect(readdirSync(disk)).toEqual([]);
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  it('knows a disk that fills up while it writes', () => {
    const database = join(folder(), 'database');
    writeFileSync(database, 'x'.repeat(100_000));
    const head = { ...HEAD, bytes: 100_000 };
    expect(() => writeBackup('/dev/full', database, head, new Uint8Array(32), () => {})).toThrow('ENOSPC');
  });
});
