import { describe, expect, it } from 'vitest';
import { emptyPrinter, toConfig, toDraft } from './printerDraft.ts';

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
  });

  it('keeps the address while the kind is changed to and fro', () => {
    const draft = { ...emptyPrinter('slip'), kind: 'tcp' as const, host: '192.0.2.7' };
    const other = { ...draft, kind: 'screen' as const };
    expect(toConfig(other)).toEqual({ kind: 'screen', id: 'slip', name: '小票打印机', width: '80', profile: 'usual' });
    expect({ ...other, kind: 'tcp' as const }).toEqual(draft);
  });

  it('comes back from what was saved', () => {
    const saved = {
      kind: 'folder' as const,
      id: 'a4',
      name: '档案',
      path: '/var/desk',
      width: 'a4' as const,
      profile: 'usual',
    };
    expect(toConfig(toDraft('a4', saved))).toEqual(saved);
  });

  it('is none when none is wanted', () => {
    expect(toConfig(emptyPrinter('a4'))).toBeNull();
  });
});
