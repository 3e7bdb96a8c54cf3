import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../domain/contract/commands.ts';
import type { ErrorCode } from '../domain/contract/errors.ts';
import { type Simulator, startSimulator } from '../printing/simulator/simulator.ts';
import { type Centre, startCentre } from './harness/centre.ts';
import { CLI_PROGRAM } from './harness/cli.ts';
import { Refused, signAt, startDesk } from './harness/desk.ts';
import { type RestartingDesk, seeded, startRestartingDesk } from './harness/restarting-desk.ts';
import { SAMPLES, type Sample } from './harness/samples.ts';
import { until } from './harness/wait.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const PIN = '802413';
/** Titles of the papers that these lives give out; the registration form has a name of its own in each institution. */
const TITLES = ['登记回执单', '不予受理通知书', '受理通知书'];
const REGIMES = [...new Set(SAMPLES.map((sample) => sample.record.regime))];
const VALID = SAMPLES.filter((sample) => sample.expect.valid);
/** Kills over all stations: five each. `JIESU_KILLS=200` is the long profile, which repeats the samples for as long as it takes. */
const KILLS = Number(process.env.JIESU_KILLS ?? 65);
const SEED = Number(process.env.JIESU_SEED ?? 20_261_122);

interface Saved {
  sample: Sample;
  caseId: string;
  number: string;
  revision: number;
}

/**
 * All valid samples of the thirteen institutions through register → print → sync on real processes, while the core is
 * killed with SIGKILL at random moments. Each institution is a station of its own, as it would be.
 */
describe(`the sixty samples, with ${KILLS} kills of the core`, () => {
  const dir = mkdtempSync(join(tmpdir(), 'jiesu-fire-'));
  const saved: Saved[] = [];
  const refused = new Map<string, { path: string; code: ErrorCode }[]>();
  const findings: unknown[] = [];
  let printer: Simulator;
  let centre: Centre;
  let killed = 0;

  beforeAll(async () => {
    printer = await startSimulator();
    centre = await startCentre(join(dir, 'centre'));
  });
  afterAll(async () => {
    await centre?.running.stop();
    await printer?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  // Two stations at a time (`maxConcurrency`), for a desk that starts again waits more than it works.
  it.concurrent.each(REGIMES)('%s', async (regime) => {
    const at = REGIMES.indexOf(regime);
    const code = `S${String(at + 1).padStart(2, '0')}`;
    const dataDir = join(dir, code);
    const officer = await foundStation(dataDir, code, regime);
    const share = Math.round((KILLS * (at + 1)) / REGIMES.length) - Math.round((KILLS * at) / REGIMES.length);
    const plan = { kills: share, random: seeded(SEED + at), longestLife: 900 };
    const desk = await startRestartingDesk(dataDir, officer, plan);
    const samples = SAMPLES.filter((sample) => sample.record.regime === regime);
    try {
      for (let round = 0; round === 0 || desk.kills() < share; round += 1) {
        for (const sample of samples) {
          const one = await take(desk, sample, round);
          if (one) saved.push(one);
        }
      }
      desk.calm();
      killed += desk.kills();
      await settle(
        desk,
        saved.filter((one) => one.sample.record.regime === regime),
      );
    } finally {
      await desk.stop();
    }
    findings.push(...(await verify(dataDir)));
  });

  it('registered every valid record, refused the four invalid ones by their fields and codes', () => {
    expect(new Set(saved.map((one) => one.sample.id))).toEqual(new Set(VALID.map((sample) => sample.id)));
    for (const sample of SAMPLES.filter((one) => !one.expect.valid))
      expect(refused.get(sample.id), sample.id).toEqual(sample.expect.errors);
  });

  it('killed the core as often as promised, and drew no number twice', () => {
    expect(killed).toBeGreaterThanOrEqual(KILLS);
    expect(new Set(saved.map((one) => one.number)).size).toBe(saved.length);
  });

  it('is clean under `desk verify`, every chain and every projection', () => expect(findings).toEqual([]));

  it('printed no slip twice, and nothing a citizen said became a command', () => {
    const titles = new Map<string, number>();
    for (const sheet of [...printer.sheets(), ...printer.scraps()]) {
      const text = sheet.text.join('\n');
      const number = saved.find((one) => text.includes(one.number))?.number;
      if (number === undefined) continue;
      const paper = `${number} ${TITLES.find((title) => text.includes(title)) ?? '登记表'}`;
      titles.set(paper, (titles.get(paper) ?? 0) + 1);
    }
    expect([...titles].filter(([, count]) => count > 1)).toEqual([]);
    expect(printer.sheets().flatMap((sheet) => [...sheet.unknown, ...sheet.overflows])).toEqual([]);
  });

  async function foundStation(
    dataDir: string,
    code: string,
    regime: string,
  ): Promise<{ officerId: string; pin: string }> {
    const enrolCode = await centre.invite(code, 'hall_window', regime);
    const desk = await startDesk(dataDir);
    const { regimes } = await desk.call('setup.status', {});
    const roles = regimes.find((one) => one.id === regime)?.roles.map((role) => role.id) ?? [];
    const { officerId } = await desk.call('setup.create', {
      station: { code, name: `样例站点${code}`, organisation: '', phone: '' },
      regime,
      officer: { name: '魏䶮', roles: roles.slice(0, 20), screenRole: '', pin: PIN },
      printers: {
        slip: { kind: 'tcp', id: 'slip', name: '小票', width: '80', host: '127.0.0.1', port: printer.port },
        a4: null,
      },
      centre: { address: centre.address, enrolCode },
    });
    await desk.running.stop();
    return { officerId, pin: PIN };
  }

  /** One citizen: draft, signature where the regime asks for it, save, decision. Null when the record is refused. */
  async function take(desk: RestartingDesk, sample: Sample, round: number): Promise<Saved | null> {
    const { record } = sample;
    const draftId = `${sample.id}-${round}`;
    await desk.call('draft.save', { draftId, record }).catch(ignoreDone);
    let signingTaskId: string | null = null;
    for (;;) {
      try {
        const { caseId, number } = await desk.call('case.register', { draftId, record, signingTaskId, print: true });
        const revision = await decide(desk, sample, caseId, round);
        return { sample, caseId, number, revision };
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (error.code !== 'signature_required') {
          refused.set(
            sample.id,
            error.fields.map(({ path, code }) => ({ path, code })),
          );
          return null;
        }
        signingTaskId = (await sign(desk, draftId)) ?? signingTaskId;
      }
    }
  }

  async function decide(desk: RestartingDesk, sample: Sample, caseId: string, round: number): Promise<number> {
    const file = await desk.call('case.get', { caseId });
    const can = (type: Command['type']) => file.actions.some((offer) => offer.action === type && offer.allowed);
    const command: Command | null =
      sample.expect.refusal !== undefined && can('refuse')
        ? { type: 'refuse', ground: sample.expect.refusal, explanation: '已向来访人说明' }
        : can('accept')
          ? { type: 'accept', category: sample.expect.category ?? 'general' }
          : null;
    if (command === null) return file.state.revision;
    const request = { caseId, baseRevision: file.state.revision, requestId: `${sample.id}-${round}-decide`, command };
    return (await desk.call('case.act', request)).revision;
  }

  /** Everything acknowledged is there, byte for byte, and the centre has it. */
  async function settle(desk: RestartingDesk, own: readonly Saved[]): Promise<void> {
    await until(
      () => desk.call('sync.status', {}),
      (status) => status.pending === 0,
      60_000,
    );
    for (const { caseId, number, sample, revision } of own) {
      const file = await until(
        () => desk.call('case.get', { caseId }),
        (found) => found.row.sync === 'reported',
      );
      expect(file.state.number).toBe(number);
      expect(file.state.record).toEqual(sample.record);
      expect(file.state.revision).toBeGreaterThanOrEqual(revision);
      expect((await desk.call('search', { query: number })).rows.map((row) => row.caseId)).toEqual([caseId]);
      expect(file.jobs.map((job) => job.document)).toContain('registration_slip');
      // A record that the institution may refuse is refused on that ground, and the notice of it printed.
      const ground = sample.expect.refusal;
      expect(file.state.refused?.ground, sample.id).toBe(ground);
      if (ground !== undefined) expect(file.jobs.map((job) => job.document)).toContain('refusal_notice');
    }
    expect(await desk.call('sync.problems', {})).toEqual([]);
    expect((await desk.call('worklist', { view: 'all', limit: 1 })).total).toBe(own.length);
  }
});

async function sign(desk: RestartingDesk, draftId: string): Promise<string | null> {
  try {
    const task = await desk.call('signing.start', { purpose: 'registration', draftId, lan: false });
    await signAt(task.localUrl);
    return task.taskId;
  } catch {
    // The core was killed while the citizen signed: the officer starts the task again.
    return null;
  }
}

function ignoreDone(error: unknown): void {
  if (!(error instanceof Refused && error.code === 'already_done')) throw error;
}

async function verify(dataDir: string): Promise<unknown[]> {
  const run = promisify(execFile)(process.execPath, [CLI_PROGRAM, 'verify', '--data', dataDir, '--json'], {
    cwd: ROOT,
    maxBuffer: 64 * 1024 * 1024,
  });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  return (JSON.parse(stdout) as { findings: unknown[] }).findings;
}
