import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BytePrinter } from '../../tests/harness/byte-printer.ts';
import { until } from '../../tests/harness/wait.ts';
import { tcpTransport } from './tcp.ts';
import type { Paper } from './transport.ts';

const QUICK = { connect: 1_500, answer: 450, stall: 900, finish: 1_200 };
const TEXT = 'A slip of no pictures.\n'.repeat(600);
const PAPER: Paper = { bytes: Buffer.from(TEXT), mime: 'application/vnd.escpos', name: 'slip' };

describe('a receipt printer on a socket', () => {
  let server: Server;
  let port: number;
  let printer: BytePrinter;
  let sockets: Socket[];
  let steps: string[];
  /** What a connection does besides being a printer. */
  let meet: (socket: Socket) => void;

  const road = (answers: 'full' | 'realtime' | 'none' = 'full') => tcpTransport('127.0.0.1', port, QUICK, answers);
  const deliver = (answers: 'full' | 'realtime' | 'none' = 'full') =>
    road(answers).deliver(PAPER, { begin: () => steps.push('begin'), sent: () => steps.push('sent') });
  /** For a printer that answers everything: on a busy machine not always within the quick times. */
  const patiently = () =>
    tcpTransport('127.0.0.1', port, { connect: 1_500, answer: 1_500, stall: 1_500, finish: 1_500 }, 'full').deliver(
      PAPER,
      {
        begin: () => {},
        sent: () => {},
      },
    );
  const printed = () => Buffer.from(printer.paper).toString();

  beforeEach(async () => {
    steps = [];
    sockets = [];
    meet = () => {};
    printer = new BytePrinter((bytes) => sockets.at(-1)?.write(bytes));
    server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => {});
      socket.on('data', (data) => printer.feed(data));
      meet(socket);
    });
    await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  it('confirms what the printer confirms, and hands over every byte once', async () => {
    expect(await deliver()).toEqual({ outcome: 'confirmed' });
    expect(printed()).toBe(TEXT);
    expect(steps).toEqual(['begin', 'sent']);
  });

  it('does not take an answer to DLE EOT that comes late, XON, XOFF or noise for the answer to GS r', async () => {
    printer.mind = { queued: () => [0x12, 0x16, 0x1e, 0x11, 0x13, 0x7f, 0xff] };
    expect(await deliver()).toEqual({ outcome: 'unknown', error: 'printer_no_answer' });
  });

  it('does not take the bytes of an automatic status for the answer to GS r', async () => {
    printer.mind = { queued: () => [0x18, 0x00, 0x0c, 0x00, 0x18, 0x00, 0x0c, 0x00] };
    expect(await deliver()).toEqual({ outcome: 'unknown', error: 'printer_paper_out' });
  });

  it('takes the answer that follows an automatic status', async () => {
    printer.mind = { queued: () => [0x10, 0x00, 0x00, 0x00, 0x00] };
    expect(await deliver()).toEqual({ outcome: 'confirmed' });
  });

  it('does not take an answer that came before the last byte for the last answer', async () => {
    printer.mind = { realtime: () => [0x12, 0x00], queued: () => null };
    expect(await deliver()).toEqual({ outcome: 'unknown', error: 'printer_no_answer' });
  });

  it('does not take the answer owed to an earlier job for that of the next', async () => {
    printer.mind = { queued: () => null };
    expect(await deliver()).toEqual({ outcome: 'unknown', error: 'printer_no_answer' });
    // The first job's answer comes with the question that is asked before the second; the second's own never comes.
    printer.mind = { queued: (k) => (k === 2 ? [0x00, 0x00] : null) };
    expect(await deliver()).toEqual({ outcome: 'unknown', error: 'printer_no_answer' });
  });

  it('does not take a stray answer behind the last byte for that of the printer', async () => {
    // Of a program that died, or of another desk behind the same print server: nobody here knows that it is owed.
    printer.mind = { queued: (k) => (k === 1 ? [0x00] : null) };
    expect(await deliver()).toEqual({ outcome: 'unknown', error: 'printer_no_answer' });
  });

  it('lets stray answers pass that are on their way when the last byte leaves', async () => {
    printer.mind = {
      realtime: (n) => {
        if (n === 4) setTimeout(() => sockets.at(-1)?.write(Buffer.of(0, 0, 0)), 30);
        return [0x12];
      },
      queued: () => null,
    };
    expect(await deliver()).toEqual({ outcome: 'unknown', error: 'printer_no_answer' });
  });

  it('does not confirm with the owed answer when it comes after the next job was written', async () => {
    printer.mind = { queued: () => null };
    await deliver();
    // Nothing before the second job; behind it the answers to the first job and to the question between come.
    printer.mind = { queued: (k) => (k >= 3 ? (k === 3 ? [0x00, 0x00] : [0x00]) : null) };
    expect(await deliver()).toEqual({ outcome: 'unknown', error: 'printer_no_answer' });
    // Once it answers properly it is believed again.
    printer.mind = {};
    await patiently();
    expect(await patiently()).toEqual({ outcome: 'confirmed' });
  });

  it.each([
    ['DLE EOT 2', 2, 0x32],
    ['DLE EOT 4', 4, 0x72],
  ])(
    'does not confirm a slip on two pieces, its paper filled in the middle, seen by %s alone',
    async (_what, asked, byte) => {
      let out = false;
      printer.mind = {
        realtime: (n) => [n === asked && out ? byte : 0x12],
        queued: (k) => {
          if (k > 1) return [0x00];
          out = true;
          setTimeout(() => {
            out = false;
            sockets.at(-1)?.write(Buffer.of(0));
          }, 250);
          return null;
        },
      };
      expect(await deliver()).toEqual({ outcome: 'unknown', error: 'printer_paper_out' });
    },
  );

  it('does not confirm a slip that a print server took while the printer was off for a moment', async () => {
    let asked = 0;
    // It is back for the second question behind the paper, and answers all others.
    printer.mind = {
      realtime: () => {
        asked += 1;
        return asked === 5 ? null : [0x12];
      },
    };
    expect(await deliver()).toEqual({ outcome: 'unknown', error: 'printer_no_answer' });
  });

  it('says unknown when the paper ended under the job', async () => {
    printer.mind = { queued: () => [0x0c] };
    expect(await deliver()).toEqual({ outcome: 'unknown', error: 'printer_paper_out' });
  });

  it('names the reason when the last answer does not come', async () => {
    let asked = 0;
    printer.mind = {
      realtime: (n) => {
        asked += 1;
        return [asked > 4 && n === 2 ? 0x16 : 0x12];
      },
      queued: () => null,
    };
    expect(await deliver()).toEqual({ outcome: 'unknown', error: 'printer_cover_open' });
  });

  it('names what it saw while it waited, though it is mended when the wait is over', async () => {
    let asked = 0;
    printer.mind = {
      realtime: () => {
        asked += 1;
        return [asked === 5 ? 0x32 : 0x12];
      },
      queued: () => null,
    };
    expect(await deliver()).toEqual({ outcome: 'unknown', error: 'printer_paper_out' });
  });

  it.each<[string, (n: number) => number[] | null, string]>([
    ['paper out', (n) => [n === 2 ? 0x32 : n === 4 ? 0x72 : 0x1a], 'printer_paper_out'],
    ['an open cover', (n) => [n === 2 ? 0x16 : 0x1a], 'printer_cover_open'],
    ['silence', () => null, 'printer_no_answer'],
  ])('keeps the job back at %s, and the test button says the same', async (_what, realtime, error) => {
    printer.mind = { realtime };
    expect(await deliver()).toEqual({ outcome: 'before', error });
    expect(await road().status()).toBe(error);
    expect(steps).toEqual([]);
    expect(printer.paper).toEqual([]);
  });

  it('never confirms on a printer that answers only in real time, and names its fault', async () => {
    expect(await deliver('realtime')).toEqual({ outcome: 'unknown', error: 'printer_one_way' });
    expect(printed()).toBe(TEXT);
    let asked = 0;
    printer.mind = {
      realtime: (n) => {
        asked += 1;
        return [asked > 4 && n === 4 ? 0x72 : 0x12];
      },
    };
    expect(await deliver('realtime')).toEqual({ outcome: 'unknown', error: 'printer_paper_out' });
    expect(printer.asked.queued).toBe(0);
  });

  it('asks nothing of a printer that answers nothing, loses no byte, and confirms nothing', async () => {
    expect(await deliver('none')).toEqual({ outcome: 'unknown', error: 'printer_one_way' });
    expect(printed()).toBe(TEXT);
    expect(printer.asked).toEqual({ realtime: 0, queued: 0 });
    expect(await road('none').status()).toBe('printer_one_way');
  });

  it.each<[string, (socket: Socket) => void]>([
    ['resets in the middle', (socket) => socket.once('data', () => socket.resetAndDestroy())],
    ['hangs up in the middle', (socket) => socket.once('data', () => socket.destroy())],
  ])('says unknown when the printer %s', async (_what, cut) => {
    meet = (socket) => {
      socket.removeAllListeners('data');
      cut(socket);
    };
    expect(await deliver('none')).toMatchObject({ outcome: 'unknown' });
  });

  it('gives up on a printer that does not take its bytes, and says unknown', async () => {
    meet = (socket) => socket.pause();
    const bytes = Buffer.alloc(24 * 1024 * 1024, 0x20);
    const result = await road('none').deliver({ ...PAPER, bytes }, { begin: () => {}, sent: () => {} });
    expect(result).toEqual({ outcome: 'unknown', error: 'printer_interrupted' });
  });

  it('never mixes two desks on a printer that serves one at a time: the second waits', async () => {
    meet = (socket) => {
      if (sockets.length > 1) socket.pause();
    };
    printer.mind = {
      queued: () => {
        setTimeout(() => sockets[0]?.write(Buffer.of(0)), 350);
        return null;
      },
    };
    const first = deliver();
    await until(() => printer.asked.queued, Boolean);
    expect(await deliver()).toEqual({ outcome: 'before', error: 'printer_no_answer' });
    expect(await first).toEqual({ outcome: 'confirmed' });
    expect(printed()).toBe(TEXT);
  });

  it('lets nothing out when the job was taken back', async () => {
    const taken = road().deliver(PAPER, {
      begin() {
        throw new Error('taken back');
      },
      sent: () => {},
    });
    await expect(taken).rejects.toThrow('taken back');
    expect(printer.paper).toEqual([]);
  });

  it('names a refusal, an unknown host, and a place where nobody is', async () => {
    await new Promise<void>((resolve) => server.close(() => resolve()));
    expect(await road().status()).toBe('printer_refused');
    expect(await tcpTransport('no-such-host.invalid', 9100, QUICK).status()).toMatch(/^printer_(missing|no_answer)$/);
    server = createServer();
    await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
  });
});
