import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PrinterConfig, PrintJob } from '../domain/contract/printing.ts';
import { type Simulator, startSimulator } from '../printing/simulator/simulator.ts';
import { openDemoDesk, type TestDesk } from '../tests/builders/desk.ts';
import { sampleRecord } from '../tests/harness/samples.ts';
import { until } from '../tests/harness/wait.ts';
import { deviceOf } from './printing.ts';

describe('papers of the desk on printers that come and go', () => {
  let dir: string;
  let desk: TestDesk;
  let printer: Simulator;
  let caseId: string;
  let requests = 0;

  const at = (id: string, port: number, width: '58' | '80' = '80') =>
    ({ kind: 'tcp', id, name: id, host: '127.0.0.1', port, width, profile: 'usual' }) as const;
  async function setPrinters(slip: PrinterConfig | null, spare: PrinterConfig | null = null): Promise<void> {
    await desk.signInAs('ducha');
    await desk.call('settings.savePrinters', { printers: { slip, a4: null, spare } });
    await desk.signInAs('intake_officer');
  }
  function press(requestId = `press-${++requests}`): Promise<PrintJob> {
    return desk.call('print.enqueue', { caseId, document: 'registration_slip', width: null, requestId });
  }
  const jobs = () => desk.call('print.jobs', { caseId });
  const settled = async (id: string, ...states: string[]) =>
    until(
      async () => (await jobs()).find((job) => job.id === id),
      (job) => states.includes(job?.state ?? ''),
      10_000,
    );
  const answer = (jobId: string, paperCameOut: boolean) => desk.call('print.answer', { jobId, paperCameOut });

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-printing-'));
    desk = await openDemoDesk(dir);
    printer = await startSimulator();
    await setPrinters(at('slip', printer.port));
    const record = { ...sampleRecord('tanghe-04'), channel: 'phone' as const };
    const draft = { draftId: 'd', record, signingTaskId: null, print: false };
    ({ caseId } = await desk.call('case.register', draft));
  });
  afterEach(async () => {
    await desk.close();
    await printer.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('makes one job of a double click', async () => {
    const [first, second] = await Promise.all([press('twice'), press('twice')]);
    expect(second.id).toBe(first.id);
    await settled(first.id, 'confirmed');
    expect(printer.sheets()).toHaveLength(1);
  });

  it('counts reprints: what brought no paper does not count, what may have does, and no two are alike', async () => {
    await printer.off();
    const waiting = [await press(), await press()];
    expect(waiting.map((job) => job.copy)).toEqual([0, 1]);
    await desk.call('print.cancel', { jobId: waiting[0]?.id ?? '' });
    const third = await press();
    expect(third.copy).toBe(2);
    for (const job of [waiting[1], third]) await desk.call('print.cancel', { jobId: job?.id ?? '' });
    printer.behave({ resetAtByte: 3_000 });
    await printer.on();
    const lost = await press();
    expect(lost.copy).toBe(0);
    await settled(lost.id, 'unconfirmed');
    printer.behave({});
    expect((await press()).copy).toBe(1);
    await answer(lost.id, false);
    expect((await press()).copy).toBe(2);
  });

  it('shows of a job what was sent, whatever the case says by now', async () => {
    printer.behave({ resetAfterCut: true });
    const job = await press();
    await settled(job.id, 'unconfirmed');
    const picture = async () => {
      const path = `/paper/${caseId}/registration_slip?width=80&job=${job.id}`;
      const headers = { 'x-desk-session': desk.session() };
      const response = await desk.fetch(new Request(`http://desk${path}`, { headers }));
      expect(response.status).toBe(200);
      return Buffer.from(await response.arrayBuffer()).toString('base64');
    };
    const before = await picture();
    desk.clock.now = new Date(desk.clock.now.getTime() + 120_000);
    expect(await picture()).toBe(before);
  });

  it('sends a waiting job to the printer that stands in; never one that began', async () => {
    const spare = await startSimulator();
    await printer.off();
    await setPrinters(at('slip', printer.port), at('spare', spare.port));
    const job = await press();
    await desk.call('print.redirect', { jobId: job.id });
    await settled(job.id, 'confirmed');
    expect(spare.sheets()).toHaveLength(1);
    await expect(desk.call('print.redirect', { jobId: job.id })).rejects.toThrow('already_done');
    await printer.on();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(printer.sheets()).toEqual([]);
    await spare.close();
  });

  it('keeps a job whose printer was taken away, says why it waits, and prints it elsewhere when told to', async () => {
    await printer.off();
    const job = await press();
    await setPrinters(at('other', printer.port));
    // A try that was under way ends first.
    const waits = (one: PrintJob) => one.id === job.id && one.state === 'queued' && one.lastError === 'printer_missing';
    await until(jobs, (all) => all.some(waits));
    await printer.on();
    await desk.call('print.redirect', { jobId: job.id });
    await settled(job.id, 'confirmed');
  });

  it('lays a waiting slip out for the paper of the printer that took its printer’s place', async () => {
    await printer.off();
    const job = await press();
    const narrow = await startSimulator({ width: '58' });
    await setPrinters(at('slip', narrow.port, '58'));
    await settled(job.id, 'confirmed');
    expect(narrow.sheets()[0]?.overflows).toEqual([]);
    await narrow.close();
  });

  it('knows one machine under two names', () => {
    expect(deviceOf({ ...at('a', 9100), host: 'LOCALHOST' })).toBe(deviceOf(at('b', 9100)));
    expect(deviceOf(at('a', 9100))).not.toBe(deviceOf(at('a', 9101)));
  });
});
