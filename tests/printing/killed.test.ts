import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PrintJob } from '../../domain/contract/printing.ts';
import { renderDocument, USUAL } from '../../printing/index.ts';
import { printedPart } from '../../printing/simulator/device.ts';
import { judge, type Verdict, wholeSheetsOf } from '../../printing/simulator/judge.ts';
import { type Simulator, startSimulator } from '../../printing/simulator/simulator.ts';
import { buildCore } from '../../scripts/build-core.ts';
import { ROOT } from '../../scripts/root.ts';
import { seeded } from '../harness/restarting-desk.ts';
import { openPrintStation } from './station.ts';
import { markOf, smallSlip } from './trial.ts';

/** The states of a job, before and after each is on the disk; `first byte` and `mid bytes` are seen from the printer. */
const MOMENTS = [
  'queued',
  'before sending',
  'sending',
  'first byte',
  'mid bytes',
  'before sent',
  'sent',
  'before confirmed',
  'confirmed',
] as const;
type Moment = (typeof MOMENTS)[number];
/** Kills in all; `JIESU_PRINTER_KILLS=200` makes the long profile. */
const KILLS = Number(process.env.JIESU_PRINTER_KILLS ?? MOMENTS.length * 2);
const RANDOM = seeded(Number(process.env.JIESU_SEED ?? 20_261_122));

let worker = '';
// Started dozens of times: a bundle starts several times faster than the sources.
beforeAll(async () => {
  worker = join(ROOT, await buildCore('tests/printing/killed-worker.ts', 'dist/killed-worker'));
});

/** Kills one process after another on the same database, at these moments, then lets one live and judges all jobs. */
async function killAt(moments: readonly Moment[], plant = ''): Promise<Verdict & { killed: number }> {
  const dir = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'jiesu-killed-'));
  let strike = (): void => {};
  const printer = await startSimulator({ hear: (event) => event.type === 'firstByte' && strike() });
  try {
    const caseId = await withJobs(dir, moments.length * 2 + 1);
    const start = (at: string) =>
      spawn(process.execPath, [worker, dir, caseId, String(printer.port), at, plant], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
    let killed = 0;
    for (const moment of moments) {
      const seen = moment === 'first byte' || moment === 'mid bytes';
      // A printer that reads slowly, so that there are bytes on their way when the process dies.
      printer.behave(moment === 'mid bytes' ? { drip: { bytes: 100, ms: 2 } } : {});
      const child = start(seen ? 'never' : moment);
      const wait = moment === 'mid bytes' ? RANDOM() * 40 : 0;
      strike = seen ? () => void setTimeout(() => child.kill('SIGKILL'), wait) : () => {};
      child.stdout.resume();
      const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
      if (signal === 'SIGKILL') killed += 1;
    }
    strike = () => {};
    printer.behave({});
    const jobs = await survivor(start('never'));
    return { ...(await verdictOn(jobs, printer)), killed };
  } finally {
    await printer.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** What the process that nobody kills says of all jobs in the end. */
async function survivor(child: ChildProcessByStdio<null, Readable, null>): Promise<PrintJob[]> {
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await once(child, 'close');
  return JSON.parse(said) as PrintJob[];
}

async function withJobs(dir: string, count: number): Promise<string> {
  const station = await openPrintStation(dir);
  const caseId = await station.register();
  for (let at = 0; at < count; at += 1) station.addJob(caseId, 'slip');
  station.close();
  return caseId;
}

async function verdictOn(jobs: readonly PrintJob[], printer: Simulator): Promise<Verdict> {
  const judged = [];
  for (const job of jobs) {
    const { bytes } = await renderDocument(smallSlip(markOf(job)), '80', USUAL);
    const paper = printedPart(bytes);
    const out = wholeSheetsOf(paper, printer.sheets());
    judged.push({ ...job, paper, mark: markOf(job), outWhenConfirmed: job.state === 'confirmed' ? out : null });
  }
  return judge(judged, printer.sheets(), printer.scraps());
}

describe('a process killed with SIGKILL', () => {
  it(`${KILLS} times, in every state of a job: prints nothing twice, says nothing false, forgets nothing`, async () => {
    const moments = Array.from({ length: KILLS }, (_, at) => MOMENTS[at % MOMENTS.length] ?? 'queued');
    const { killed, ...verdict } = await killAt(moments);
    expect(verdict).toEqual({ falsePrinted: [], printedTwice: [], lost: [] });
    // Where the kill comes from outside, the process may now and then be quicker.
    expect(killed).toBeGreaterThan(KILLS * 0.8);
  }, 1_200_000);

  it('is convicted when it forgets what was under way', async () => {
    const { lost } = await killAt(['sending'], 'forgets');
    expect(lost).toHaveLength(1);
  }, 120_000);
});
