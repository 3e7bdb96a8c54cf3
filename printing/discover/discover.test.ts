import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FoundPrinter } from '../../domain/contract/printing.ts';
import { startCups } from '../../tests/harness/cups.ts';
import { cupsQueues } from './cups.ts';
import { discover } from './index.ts';
import { foundPorts } from './serial.ts';
import { usbPrinters } from './usb.ts';
import { foundSpooled } from './windows.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'jiesu-found-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('what the system offers to print on', () => {
  it('takes device files for printers, named by what the printer says of itself, else by the USB device', async () => {
    mkdirSync(join(root, 'dev/usb'), { recursive: true });
    for (const name of ['usb/lp0', 'usb/lp1', 'usb/hiddev0', 'lp0', 'sda']) writeFileSync(join(root, 'dev', name), '');
    for (const n of [0, 1]) {
      mkdirSync(join(root, `sys/devices/usb${n}/interface`), { recursive: true });
      mkdirSync(join(root, `sys/class/usbmisc/lp${n}`), { recursive: true });
      symlinkSync(join(root, `sys/devices/usb${n}/interface`), join(root, `sys/class/usbmisc/lp${n}/device`));
    }
    writeFileSync(
      join(root, 'sys/devices/usb0/interface/ieee1284_id'),
      'MFG:Gprinter;CMD:ESC;MDL:GP-80;CLS:PRINTER;\n',
    );
    writeFileSync(join(root, 'sys/devices/usb1/product'), 'USB Printing Support\n');
    const found = await usbPrinters(root);
    expect(found.slice(0, 2)).toEqual([
      { kind: 'usb', device: '/dev/usb/lp0', name: 'Gprinter GP-80', detail: '/dev/usb/lp0' },
      { kind: 'usb', device: '/dev/usb/lp1', name: 'USB Printing Support', detail: '/dev/usb/lp1' },
    ]);
    expect(found.map((one) => one.kind === 'usb' && one.device)).toEqual(['/dev/usb/lp0', '/dev/usb/lp1', '/dev/lp0']);
  });

  it('leaves out the serial ports that Linux names whether or not they exist', () => {
    const found = foundPorts([
      { path: '/dev/ttyS0' },
      { path: '/dev/ttyS1', pnpId: 'PNP0501' },
      { path: '/dev/ttyUSB0', manufacturer: 'Prolific', pnpId: 'usb-1' },
      { path: 'COM3', friendlyName: 'USB-SERIAL CH340 (COM3)', manufacturer: 'wch.cn' },
    ]);
    expect(found).toEqual([
      { kind: 'serial', port: '/dev/ttyS1', name: '/dev/ttyS1', detail: 'PNP0501' },
      { kind: 'serial', port: '/dev/ttyUSB0', name: '/dev/ttyUSB0', detail: 'Prolific usb-1' },
      { kind: 'serial', port: 'COM3', name: 'USB-SERIAL CH340 (COM3)', detail: 'wch.cn' },
    ]);
  });

  it('lists the queues of a real CUPS', async () => {
    const cups = await startCups();
    process.env.CUPS_SERVER = cups.socket;
    try {
      cups.queue('窗口小票机', 'sink:/dev/null');
      cups.run('/usr/sbin/lpadmin', '-p', '窗口小票机', '-D', '一号窗口', '-L', '大厅');
      cups.queue('a4', 'ipp://officer:secret@127.0.0.1:9/ipp/print');
      cups.run('/usr/sbin/cupsdisable', 'a4');
      const found = await cupsQueues(2_000);
      expect(found.find((one) => one.kind === 'cups' && one.queue === '窗口小票机')).toMatchObject({
        name: '一号窗口',
        detail: 'Local Raw Printer · 大厅 · sink:/dev/null · 空闲',
      });
      const a4 = found.find((one) => one.kind === 'cups' && one.queue === 'a4');
      expect(a4?.detail).toContain('ipp://127.0.0.1:9/ipp/print · 已停用');
      expect(JSON.stringify(found)).not.toContain('secret');
    } finally {
      delete process.env.CUPS_SERVER;
      cups.close();
    }
  });

  it('lists the printers of the Windows spooler', () => {
    const printer = { name: '窗口小票机', driver: 'GP-80', port: 'USB001', status: 0, attributes: 0 };
    expect(foundSpooled([printer])).toEqual([
      { kind: 'spooler', queue: '窗口小票机', name: '窗口小票机', detail: 'GP-80 · USB001' },
    ]);
  });

  it('hides no source behind another that fails, throws or hangs', async () => {
    const good: FoundPrinter = { kind: 'usb', device: '/dev/usb/lp0', name: 'GP-80', detail: '' };
    const found = await discover(
      [
        () => Promise.reject(new Error('no')),
        () => {
          throw new Error('no');
        },
        () => new Promise(() => {}),
        async () => [good],
      ],
      100,
    );
    expect(found).toEqual([good]);
  });

  it('makes names harmless and offers nothing that is no setting', async () => {
    const odd: FoundPrinter[] = [
      { kind: 'cups', queue: 'slip', name: `GP\u001b[2J\u202e${'长'.repeat(300)}`, detail: 'a\u0000b\nc' },
      { kind: 'cups', queue: '-o raw', name: 'an option', detail: '' },
      { kind: 'usb', device: '/dev/sda', name: 'a disk', detail: '' },
      { kind: 'serial', port: '/dev/../etc/passwd', name: 'a file', detail: '' },
    ];
    const found = await discover([async () => odd]);
    expect(found).toHaveLength(1);
    expect(found[0]?.name).toMatch(/^GP \[2J 长+$/);
    expect([...(found[0]?.name ?? '')]).toHaveLength(120);
    expect(found[0]?.detail).toBe('a b c');
  });

  it('asks this machine without failing', async () => {
    expect(Array.isArray(await discover())).toBe(true);
  });
});
