import { describe, expect, it } from 'vitest';
import type { FoundPrinter, PrinterConfig } from '../../../domain/contract/printing.ts';
import { emptyPrinter, fillFound, fitsUse, OFFERED, type PrinterDraft, toConfig, toDraft } from './printerDraft.ts';

const common = { id: 'slip', name: '一号窗口', width: '58' as const, profile: 'gainscha' };
const SAVED: PrinterConfig[] = [
  { ...common, kind: 'tcp', host: '192.0.2.7', port: 9101 },
  { ...common, kind: 'usb', device: '/dev/usb/lp1' },
  { ...common, kind: 'serial', port: 'COM3', baudRate: 115_200 },
  { ...common, kind: 'cups', queue: 'slip80' },
  { ...common, kind: 'spooler', queue: '佳博 热敏' },
  { ...common, kind: 'folder', path: '/var/desk' },
  { ...common, kind: 'screen' },
];

describe('a printer as it is typed', () => {
  it('is no printer until its kind has what it needs', () => {
    const draft = { ...emptyPrinter('slip'), kind: 'tcp' as const };
    expect(toConfig(draft)).toBeNull();
    expect(toConfig({ ...draft, host: ' 192.0.2.7 ' })).toEqual({
      kind: 'tcp',
      id: 'slip',
      name: '小票打印机',
      host: '192.0.2.7',
      port: 9100,
      width: '80',
      profile: 'usual',
    });
    expect(toConfig({ ...draft, host: '192.0.2.7', port: '99999' })).toBeNull();
    expect(toConfig({ ...draft, kind: 'serial' })).toBeNull();
    expect(toConfig({ ...draft, kind: 'usb', device: '/dev/sda' })).toBeNull();
    expect(toConfig({ ...draft, kind: 'cups', queue: '-o raw' })).toBeNull();
  });

  it('comes back from what was saved, whatever its kind', () => {
    for (const saved of SAVED) expect(toConfig(toDraft('slip', saved))).toEqual(saved);
  });

  it('loses nothing while the kind is changed to and fro, the model least of all', () => {
    for (const saved of SAVED) {
      let draft: PrinterDraft = toDraft('slip', saved);
      for (const kind of [...OFFERED.slip.kinds, 'none'] as const) draft = { ...draft, kind };
      expect(toConfig({ ...draft, kind: saved.kind })).toEqual(saved);
    }
  });

  it('does not take the port of the network for that of the serial line', () => {
    const draft = { ...emptyPrinter('slip'), host: '192.0.2.7', port: '9101', serialPort: 'COM3' };
    expect(toConfig({ ...draft, kind: 'serial' })).toMatchObject({ port: 'COM3', baudRate: 9_600 });
    expect(toConfig({ ...draft, kind: 'tcp' })).toMatchObject({ port: 9101 });
  });

  it('is none when none is wanted', () => {
    for (const use of ['slip', 'a4', 'spare'] as const) expect(toConfig(emptyPrinter(use))).toBeNull();
  });
});

describe('a printer that the system offered', () => {
  const found: FoundPrinter[] = [
    { kind: 'usb', device: '/dev/usb/lp2', name: 'Gprinter GP-L80160', detail: 'USB' },
    { kind: 'serial', port: 'COM4', name: 'COM4', detail: '' },
    { kind: 'cups', queue: 'office', name: '办公室', detail: '空闲' },
  ];

  it('fills in where it is and what it is called, and keeps paper, model and what was typed', () => {
    const typed = { ...emptyPrinter('spare'), width: '58' as const, profile: 'gainscha', host: '192.0.2.7' };
    const taken = found.map((one) => fillFound(typed, one));
    expect(taken.map(toConfig)).toEqual([
      {
        kind: 'usb',
        id: 'spare',
        name: 'Gprinter GP-L80160',
        device: '/dev/usb/lp2',
        width: '58',
        profile: 'gainscha',
      },
      { kind: 'serial', id: 'spare', name: 'COM4', port: 'COM4', baudRate: 9_600, width: '58', profile: 'gainscha' },
      { kind: 'cups', id: 'spare', name: '办公室', queue: 'office', width: '58', profile: 'gainscha' },
    ]);
    for (const draft of taken) expect(draft.host).toBe('192.0.2.7');
  });

  it('is offered only where it can be used', () => {
    expect(fitsUse('a4', found).map(({ kind }) => kind)).toEqual(['cups']);
    expect(fitsUse('slip', found)).toHaveLength(3);
  });
});
