import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Cups, startCups } from '../../tests/harness/cups.ts';
import { type IppPrinter, startIppPrinter } from '../../tests/harness/ipp-printer.ts';
import { cupsTransport } from './cups.ts';
import { ippAddress } from './printers-word.ts';
import type { Paper } from './transport.ts';

const QUICK = { answer: 3_000, accept: 3_000, finish: 2_500, look: 50 };
const SLIP: Paper = {
  bytes: Buffer.from([0x1b, 0x40, 0xbd, 0xd3, 0x00, 0x0a, 0x1d, 0x56, 0x42, 0x00]),
  mime: 'application/vnd.escpos',
  name: 'slip',
};
const FORM: Paper = { bytes: Buffer.from('%PDF-1.4\n% a form\n%%EOF\n'), mime: 'application/pdf', name: 'form' };

describe('a queue of a real CUPS', () => {
  let cups: Cups;
  let steps: string[];
  const recorded = { begin: () => steps.push('begin'), sent: () => steps.push('sent') };
  const slip = (queue: string) => cupsTransport(queue, '80', QUICK).deliver(SLIP, recorded);
  const form = (queue: string, limits = QUICK) => cupsTransport(queue, 'a4', limits).deliver(FORM, recorded);
  const waiting = () => cups.run('lpstat', '-o');

  beforeAll(async () => {
    cups = await startCups();
    process.env.CUPS_SERVER = cups.socket;
  });
  afterAll(() => {
    delete process.env.CUPS_SERVER;
    cups.close();
  });
  beforeEach(() => {
    steps = [];
  });

  it('gets the very bytes to a raw queue, and does not take "completed" for "printed"', async () => {
    const file = join(cups.dir, 'slip.bin');
    cups.queue('slip80', `sink:${file}`);
    expect(await slip('slip80')).toEqual({ outcome: 'unknown', error: 'printer_one_way' });
    expect(readFileSync(file).equals(Buffer.from(SLIP.bytes))).toBe(true);
    expect(steps).toEqual(['begin', 'sent']);
    expect(await cupsTransport('slip80', '80', QUICK).status()).toBeNull();
  });

  it('finds a queue by its Chinese name', async () => {
    const file = join(cups.dir, 'chinese.bin');
    cups.queue('窗口小票机', `sink:${file}`);
    expect(await slip('窗口小票机')).toEqual({ outcome: 'unknown', error: 'printer_one_way' });
    expect(readFileSync(file)).toHaveLength(SLIP.bytes.length);
  });

  it('keeps the job back from a queue that is not there, is stopped, or takes no jobs', async () => {
    cups.queue('stopped', `sink:${join(cups.dir, 'stopped.bin')}`);
    cups.run('/usr/sbin/cupsdisable', 'stopped');
    cups.queue('closed', `sink:${join(cups.dir, 'closed.bin')}`);
    cups.run('/usr/sbin/cupsreject', 'closed');
    expect(await slip('nobody')).toEqual({ outcome: 'before', error: 'printer_missing' });
    expect(await slip('stopped')).toEqual({ outcome: 'before', error: 'printer_offline' });
    expect(await slip('closed')).toEqual({ outcome: 'before', error: 'printer_offline' });
    expect(steps).toEqual([]);
    expect(waiting()).toBe('');
  });

  it('takes a job that never began out of CUPS again, and may try it later', async () => {
    cups.queue('behind', 'stuck:');
    const [first] = /behind-\d+/.exec(cups.run('lp', '-d', 'behind', '/etc/hostname')) ?? [''];
    expect(await slip('behind')).toMatchObject({ outcome: 'before' });
    expect(waiting().split('\n').filter(Boolean)).toHaveLength(1);
    expect(waiting()).toContain(first);
    expect(steps).toEqual(['begin']);
    cups.run('cancel', first);
  });

  it('ends a job that began and does not end, and says unknown', async () => {
    cups.queue('stuck', 'stuck:');
    expect(await slip('stuck')).toEqual({ outcome: 'unknown', error: 'printer_no_answer' });
    expect(waiting()).toBe('');
  });

  it('says unknown when the device failed under the job and CUPS stopped the queue', async () => {
    cups.queue('broken', 'broken:');
    expect(await slip('broken')).toEqual({ outcome: 'unknown', error: 'printer_offline' });
    expect(waiting()).toBe('');
  });

  it('names a CUPS that is not running, and one that never answers', async () => {
    process.env.CUPS_SERVER = join(cups.dir, 'nothing.sock');
    expect(await slip('slip80')).toEqual({ outcome: 'before', error: 'printer_missing' });
    process.env.CUPS_SERVER = join(cups.dir, 'mute.sock');
    const mute = createServer(() => {});
    await new Promise<void>((resolve) => mute.listen(join(cups.dir, 'mute.sock'), resolve));
    const status = cupsTransport('slip80', '80', { ...QUICK, answer: 200 }).status();
    expect(await status).toBe('printer_no_answer');
    mute.close();
    process.env.CUPS_SERVER = cups.socket;
  });

  it('says unknown when CUPS dies with the whole job in its hands, before when it had only a part', async () => {
    process.env.CUPS_SERVER = join(cups.dir, 'dying.sock');
    let took = 0;
    const dying = createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', (data) => {
        took += data.length;
        // The question for the printer's state is answered by the real one.
        if (data.includes('Print-Job') || data.includes('job-name')) socket.destroy();
        else {
          const real = connect(cups.socket);
          real.on('data', (reply) => socket.write(reply));
          real.write(data);
          socket.on('close', () => real.destroy());
        }
      });
    });
    await new Promise<void>((resolve) => dying.listen(join(cups.dir, 'dying.sock'), resolve));
    expect(await slip('slip80')).toEqual({ outcome: 'unknown', error: 'printer_no_answer' });
    const large = { ...SLIP, bytes: Buffer.alloc(8 * 1024 * 1024, 0x20) };
    const part = await cupsTransport('slip80', '80', QUICK).deliver(large, recorded);
    expect(part).toEqual({ outcome: 'before', error: 'printer_no_answer' });
    expect(took).toBeLessThan(large.bytes.length);
    dying.close();
    process.env.CUPS_SERVER = cups.socket;
  });

  describe('with a printer that speaks IPP behind it', () => {
    let printer: IppPrinter;
    beforeEach(async () => {
      printer = await startIppPrinter();
      cups.queue('a4', `ipp://127.0.0.1:${printer.port}/ipp/print`);
    });
    afterEach(async () => printer.close());

    it('confirms a form when the printer itself says that its job is completed', async () => {
      expect(await form('a4', { ...QUICK, finish: 20_000 })).toEqual({ outcome: 'confirmed' });
      expect(printer.documents.map(String)).toEqual([FORM.bytes.toString()]);
    }, 30_000);

    it('does not confirm while the printer is still at it', async () => {
      printer.jobState = 5;
      expect(await form('a4', { ...QUICK, finish: 6_000 })).toMatchObject({ outcome: 'unknown' });
      expect(printer.documents).toHaveLength(1);
    }, 30_000);

    it.each([7, 8])(
      'does not confirm what the printer gave up (job-state %i), whatever CUPS says',
      async (state) => {
        printer.jobState = state;
        for (let round = 0; round < 5; round += 1) {
          const result = await form('a4', { ...QUICK, finish: 15_000 });
          expect(result).toEqual({ outcome: 'unknown', error: 'printer_error' });
          // Left stopped where CUPS did notice.
          cups.run('/usr/sbin/cupsenable', 'a4');
        }
      },
      60_000,
    );

    it('does not confirm when the printer does not know the job', async () => {
      printer.forgetful = true;
      expect(await form('a4', { ...QUICK, finish: 3_000 })).toEqual({ outcome: 'unknown', error: 'printer_one_way' });
    }, 30_000);
  });
});

it.each<[string, string | null]>([
  ['ipp://192.168.1.9/ipp/print', '192.168.1.9 631 /ipp/print'],
  ['ipp://printer.local:8631/ipp/print?waitjob=false', 'printer.local 8631 /ipp/print'],
  ['ipp://[fe80::1]/ipp/print', 'fe80::1 631 /ipp/print'],
  ['ipp://server.local/printers/a4', null],
  ['ipp://server.local:631/classes/a4', null],
  ['ipp://Kyocera%20P2040._ipp._tcp.local/', null],
  ['ipps://printer.local:631/ipp/print', null],
  ['dnssd://Kyocera%20P2040._ipp._tcp.local/?uuid=1', null],
  ['socket://192.168.1.9:9100', null],
  ['usb://Kyocera/P2040', null],
  ['implicitclass://a4/', null],
  ['', null],
])('where the printer behind %s is asked itself: %s', (uri, found) => {
  const address = ippAddress(uri);
  expect(address && `${address.host} ${address.port} ${address.path}`).toBe(found);
});
