import { Adapter } from '@node-escpos/adapter';
import { describe, expect, it } from 'vitest';
import { RoadError } from './faults.ts';
import { openLine } from './limited.ts';

type Done = (error: Error | null) => void;

/** An adapter as third parties write them; each step does what the test says. */
class Odd extends Adapter<[]> {
  onOpen: (done: Done) => void = (done) => done(null);
  onWrite: (done: Done) => void = (done) => done(null);
  onClose: (done: Done) => void = (done) => done(null);
  closed = 0;
  hear: (data: Buffer) => void = () => {};
  open(callback?: Done): this {
    this.onOpen((error) => callback?.(error));
    return this;
  }
  write(_data: Buffer | string, callback?: Done): this {
    this.onWrite((error) => callback?.(error));
    return this;
  }
  read(callback?: (data: Buffer) => void): void {
    if (callback) this.hear = callback;
  }
  close(callback?: Done): this {
    this.closed += 1;
    this.onClose((error) => callback?.(error));
    return this;
  }
}

describe('any adapter, held to its time', () => {
  it('opens once although the adapter says refused twice, and closes it', async () => {
    const odd = new Odd();
    odd.onOpen = (done) => {
      done(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }));
      done(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }));
      done(null);
    };
    await expect(openLine(odd, 100)).rejects.toMatchObject({ code: 'printer_refused' });
    expect(odd.closed).toBe(1);
  });

  it('gives up on one that never calls back', async () => {
    const odd = new Odd();
    odd.onOpen = () => {};
    await expect(openLine(odd, 50)).rejects.toEqual(new RoadError('printer_no_answer'));
  });

  it('takes a throw for a failure', async () => {
    const odd = new Odd();
    odd.onOpen = () => {
      throw Object.assign(new Error('no'), { code: 'EACCES' });
    };
    await expect(openLine(odd, 50)).rejects.toMatchObject({ code: 'printer_denied' });
  });

  it('does not take a write for done that was never called back, nor one after the line went', async () => {
    const odd = new Odd();
    const line = await openLine(odd, 50);
    odd.onWrite = () => {};
    expect(await line.write(Buffer.of(1), 50)).toBe(false);
    odd.onWrite = () => odd.emit('error', new Error('gone'));
    expect(await line.write(Buffer.of(1), 5_000)).toBe(false);
    odd.onWrite = (done) => done(null);
    expect(await line.write(Buffer.of(1), 50)).toBe(false);
    expect(line.gone()).toBe(true);
  });

  it('finds an answer that comes in pieces, with noise, and wakes for it', async () => {
    const odd = new Odd();
    const line = await openLine(odd, 50);
    const answer = line.next('queued', 2_000);
    odd.hear(Buffer.of(0xff, 0x11));
    odd.hear(Buffer.of(0x12));
    odd.hear(Buffer.of(0x0c));
    expect(await answer).toBe(0x0c);
  });

  it('stops waiting for an answer when the line goes', async () => {
    const odd = new Odd();
    const line = await openLine(odd, 50);
    const answer = line.next('queued', 60_000);
    odd.emit('close');
    expect(await answer).toBeNull();
  });

  it('outlives an error after closing', async () => {
    const odd = new Odd();
    const line = await openLine(odd, 50);
    await line.close();
    odd.emit('error', new Error('late'));
    odd.hear(Buffer.of(0x12));
    expect(line.gone()).toBe(true);
  });
});
