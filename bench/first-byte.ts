import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileKeyring } from '../core/keys/file-keyring.ts';
import { startCore } from '../core/start.ts';
import type { InputOf, OutputOf, ProcedureName } from '../domain/contract/procedures.ts';
import { type Simulator, startSimulator } from '../printing/simulator/simulator.ts';
import { sampleRecord } from '../tests/harness/samples.ts';
import { type Figure, figure, timesOf } from './statistics.ts';

const WARM_UP = 5;

/**
 * From 打印 pressed (the request arriving in the core) to the first byte of paper arriving at the printer: the job's row,
 * the model, the layout, the connection, the status questions, and `sending` on the disk. A real core, a real socket.
 */
export async function benchFirstByte(quick: boolean): Promise<Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'jiesu-first-byte-'));
  let heard: (at: number) => void = () => {};
  const printer = await startSimulator({ hear: (event) => event.type === 'firstByte' && heard(event.at) });
  const core = await startCore({ dataDir: dir, rendererDir: null, keyring: fileKeyring });
  try {
    const desk = client(core.fetch);
    const caseId = await caseOn(desk, printer);
    const samples: number[] = [];
    for (let run = 0; run < WARM_UP + (quick ? 10 : 50); run += 1) {
      const arrived = new Promise<number>((resolve) => {
        heard = resolve;
      });
      const pressed = performance.now();
      const request = { caseId, document: 'registration_slip', width: null, requestId: `press-${run}` };
      const { id } = await desk.call('print.enqueue', request);
      const took = (await arrived) - pressed;
      if (run >= WARM_UP) samples.push(took);
      await confirmed(desk, caseId, id);
    }
    return [figure('打印 pressed to the first byte at the printer', timesOf(samples), null)];
  } finally {
    await core.close();
    await printer.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Client {
  call<N extends ProcedureName>(name: N, input: InputOf<N>): Promise<OutputOf<N>>;
  session: string;
}

function client(fetch: (request: Request) => Promise<Response>): Client {
  return {
    session: '',
    async call(name, input) {
      const headers = { 'content-type': 'application/json', 'x-desk-session': this.session };
      const request = new Request(`http://desk/api/${name}`, { method: 'POST', headers, body: JSON.stringify(input) });
      const response = await fetch(request);
      if (!response.ok) throw new Error(`${name}: ${await response.text()}`);
      return (await response.json()) as OutputOf<typeof name>;
    },
  };
}

/** A case of the demonstration station, whose receipts go to this printer. */
async function caseOn(desk: Client, printer: Simulator): Promise<string> {
  const { officers } = await desk.call('setup.demo', {});
  const signIn = async (role: string): Promise<void> => {
    const officer = officers.find(({ roles }) => roles.includes(role));
    if (!officer) throw new Error(`no ${role}`);
    desk.session = (await desk.call('session.signIn', { officerId: officer.id, pin: officer.pin })).token;
  };
  await signIn('ducha');
  const slip = {
    kind: 'tcp' as const,
    id: 'slip',
    name: '小票',
    host: '127.0.0.1',
    port: printer.port,
    width: '80' as const,
  };
  await desk.call('settings.savePrinters', { printers: { slip, a4: null } });
  await signIn('intake_officer');
  const record = { ...sampleRecord('tanghe-01'), channel: 'phone' as const };
  const draft = { draftId: 'bench', record, signingTaskId: null, print: false };
  return (await desk.call('case.register', draft)).caseId;
}

async function confirmed(desk: Client, caseId: string, jobId: string): Promise<void> {
  for (;;) {
    const jobs = await desk.call('print.jobs', { caseId });
    const job = jobs.find(({ id }) => id === jobId);
    if (job?.state === 'confirmed') return;
    if (job?.state === 'failed' || job?.state === 'unconfirmed') throw new Error(`${job.state} ${job.lastError}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
