import { close, constants, open, read, write } from 'node:fs';
import { Adapter } from '@node-escpos/adapter';
import { type Answers, byteTransport, LIMITS } from './escpos-delivery.ts';
import type { RoadLimits } from './limited.ts';
import type { Transport } from './transport.ts';

/** Between two looks at a device that is not ready, in ms: below what a person notices, above what costs. */
const LOOK = 15;
/** How long a device may hold back the last bytes when it is closed, in ms. */
const FAREWELL = 5_000;
const NOT_READY = new Set(['EAGAIN', 'EWOULDBLOCK', 'EINTR']);

/**
 * A printer's device file under Linux, `/dev/usb/lp0` (driver `usblp`): it is opened by one program at a time (EBUSY).
 *
 * Opened without waiting, and looked at again and again: a blocking read or write would hold one of Node's four threads
 * for as long as the printer has no paper, and no time limit could take it back.
 */
export class DeviceFileAdapter extends Adapter<[]> {
  readonly #path: string;
  #fd: number | null = null;
  #writing = false;
  #wrote = false;
  #closed = false;
  #failed = false;
  /** Calls that the system has not come back from. */
  #calls = 0;
  #whenIdle: (() => void) | null = null;

  constructor(path: string) {
    super();
    this.#path = path;
  }

  open(callback?: (error: Error | null) => void): this {
    open(this.#path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY, (error, fd) => {
      if (error || !this.#closed) {
        if (!error) this.#fd = fd;
        callback?.(error);
      } else close(fd);
    });
    return this;
  }

  write(data: Buffer | string, callback?: (error: Error | null) => void): this {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    this.#wrote = true;
    this.#writing = true;
    this.#push(bytes, Number.POSITIVE_INFINITY, (error) => {
      this.#writing = false;
      if (error) this.#failed = true;
      callback?.(error);
    });
    return this;
  }

  read(callback?: (data: Buffer) => void): void {
    const fd = this.#fd;
    if (fd === null) return;
    const buffer = Buffer.alloc(256);
    this.#calls += 1;
    read(fd, buffer, 0, buffer.length, null, (error, count) => {
      this.#returned();
      // EINVAL: a printer without a way back; it can be written to all the same.
      if (this.#fd === null || error?.code === 'EINVAL') return;
      if (error && !NOT_READY.has(error.code ?? '')) {
        this.emit('disconnect');
        return;
      }
      if (!error && count > 0) callback?.(Buffer.from(buffer.subarray(0, count)));
      setTimeout(() => this.read(callback), !error && count > 0 ? 0 : LOOK);
    });
  }

  /**
   * usblp drops the transfer under way when it is closed. A last NUL, which printers pass over, is taken only when all
   * before it has reached the printer, so the file stays open until then.
   */
  close(callback?: (error: Error | null) => void): this {
    this.#closed = true;
    const shut = (): void => this.#shut((error) => callback?.(error));
    if (!this.#wrote || this.#writing || this.#failed) shut();
    else this.#push(Buffer.of(0), performance.now() + FAREWELL, shut);
    return this;
  }

  /** Closes when no call is under way: the number of a closed file may be another file's a moment later. */
  #shut(done: (error: Error | null) => void): void {
    const fd = this.#fd;
    this.#fd = null;
    if (fd === null) {
      done(null);
      return;
    }
    this.#whenIdle = () => close(fd, done);
    this.#calls += 1;
    this.#returned();
  }

  #returned(): void {
    this.#calls -= 1;
    if (this.#calls > 0 || !this.#whenIdle) return;
    this.#whenIdle();
    this.#whenIdle = null;
  }

  /** Writes all, in as many pieces as the device takes it. */
  #push(bytes: Buffer, until: number, done: (error: Error | null) => void): void {
    const fd = this.#fd;
    if (fd === null || bytes.length === 0) {
      done(fd === null ? new Error('closed') : null);
      return;
    }
    this.#calls += 1;
    write(fd, bytes, 0, bytes.length, null, (error, count) => {
      this.#returned();
      if (error && !NOT_READY.has(error.code ?? '')) done(error);
      else if (performance.now() > until) done(new Error('late'));
      else if (error || count === 0) setTimeout(() => this.#push(bytes, until, done), LOOK);
      else this.#push(bytes.subarray(count), until, done);
    });
  }
}

/** A receipt printer on a device file. */
export function deviceTransport(path: string, answers: Answers, limits: RoadLimits = LIMITS): Transport {
  return byteTransport(`device:${path}`, async () => new DeviceFileAdapter(path), answers, limits);
}
