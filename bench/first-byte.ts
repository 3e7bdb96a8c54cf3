import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { createPrinting } from '../core/printing.ts';
import { enqueuePrint } from '../core/services/print-papers.ts';
import { registerComplaint } from '../core/services/register-complaint.ts';
import { sampleRecord } from '../tests/harness/samples.ts';
import { OFFICER, openWorkspace } from './desk.ts';
import { signedDraft } from './save.ts';
import { type Figure, figure, timesOf } from './statistics.ts';

/** What a printer that is ready answers to `DLE EOT n`, and to `GS r 1` when all is printed. */
const READY = Uint8Array.of(0x12);
const PRINTED = Uint8Array.of(0x00);

/** A ready printer on a port of its own that only tells when a paper's first byte (ESC) comes in, and when it is done. */
async function readyPrinter() {
  let arrived: (at: number) => void = () => {};
  let finished: () => void = () => {};
  const server = createServer((socket) => {
    let paper = false;
    socket.on('error', () => {});
    socket.on('data', (data) => {
      if (!paper && data[0] === 0x10) {
        for (let at = 0; at + 2 < data.length; at += 3) socket.write(READY);
        return;
      }
      if (!paper) arrived(performance.now());
      paper = true;
      if (data.at(-3) === 0x1d && data.at(-2) === 0x72) {
        socket.write(PRINTED);
        finished();
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    /** The next paper: when its first byte came, and when its last one had. */
    next: () => ({
      first: new Promise<number>((resolve) => {
        arrived = resolve;
      }),
      last: new Promise<void>((resolve) => {
        finished = resolve;
      }),
    }),
    close: () => server.close(),
  };
}

/**
 * From the button 打印 to the first byte of paper at a printer on the network: the job is written to the database, composed,
 * laid out and encoded, the printer is asked how it is, and answers at once.
 */
export async function benchFirstByte(folder: string, quick: boolean): Promise<Figure[]> {
  const workspace = await openWorkspace(join(folder, 'first-byte'));
  const printer = await readyPrinter();
  const settings = workspace.settings();
  const slip = {
    id: 'slip',
    name: '小票',
    kind: 'tcp',
    host: '127.0.0.1',
    port: printer.port,
    width: '80',
    profile: 'usual',
  } as const;
  const desk = { ...workspace, settings: () => ({ ...settings, printers: { slip, a4: null, spare: null } }) };
  const printing = createPrinting(desk, () => {});
  try {
    const record = sampleRecord('tanghe-01');
    // Signed, and with 𠮷 in the name: a slip with pictures in it.
    const draft = signedDraft(workspace, record);
    const { caseId } = registerComplaint(desk, OFFICER, { ...draft, record, print: false });
    printing.start();
    const samples: number[] = [];
    for (let run = 0; run < (quick ? 20 : 100); run += 1) {
      const { first, last } = printer.next();
      const pressed = performance.now();
      enqueuePrint(desk, OFFICER, {
        caseId,
        document: 'registration_slip',
        width: null,
        requestId: desk.platform.newId(),
      });
      printing.wake();
      samples.push((await first) - pressed);
      await last;
      // The queue takes note of the answer before the officer presses again.
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    const [cold = 0, ...warm] = samples;
    return [
      figure('from 打印 to the first byte at the printer', timesOf(warm), null),
      figure('from 打印 to the first byte at the printer, the first of a process', timesOf([cold]), null),
    ];
  } finally {
    await printing.stop();
    printer.close();
    workspace.db.close();
  }
}
