import { Adapter } from '@node-escpos/adapter';
import type { SerialPort } from 'serialport';
import { type Answers, byteTransport, LIMITS } from './escpos-delivery.ts';
import type { RoadLimits } from './limited.ts';
import type { Transport } from './transport.ts';

/** How long the last bytes may take to leave when the port is closed, in ms (4 KB at 9,600 baud). */
const FAREWELL = 5_000;

/**
 * A serial port, 8 data bits, no parity, one stop bit. It is locked (`flock` on Linux and macOS, always on Windows), so that
 * a second program is refused instead of writing in between. XON/XOFF is obeyed if the printer sends it: no answer of a
 * printer has those values.
 */
export class SerialAdapter extends Adapter<[]> {
  readonly #port: SerialPort;
  #pending = 0;
  #closed = false;

  constructor(Port: typeof SerialPort, path: string, baudRate: number) {
    super();
    this.#port = new Port({ path, baudRate, lock: true, xon: true, autoOpen: false });
    this.#port.on('error', () => this.emit('disconnect'));
    this.#port.on('close', () => this.emit('close'));
  }

  open(callback?: (error: Error | null) => void): this {
    this.#port.open((error) => {
      // Opened when nobody waits for it any more (Bluetooth may take long): nobody else would close it.
      if (!error && this.#closed) this.#port.close();
      else callback?.(error);
    });
    return this;
  }

  write(data: Buffer | string, callback?: (error: Error | null) => void): this {
    this.#pending += 1;
    this.#port.write(data, (error) => {
      this.#pending -= 1;
      callback?.(error ?? null);
    });
    return this;
  }

  read(callback?: (data: Buffer) => void): void {
    this.#port.on('data', (data: Buffer) => callback?.(data));
  }

  /**
   * Closing a port waits, with the whole program, until its bytes have left, which they never do while the printer holds
   * them back. So they are waited for before, and thrown away when they do not move.
   */
  close(callback?: (error: Error | null) => void): this {
    const port = this.#port;
    this.#closed = true;
    if (!port.isOpen) {
      callback?.(null);
      return this;
    }
    let shutting = false;
    const shut = (): void => {
      if (shutting) return;
      shutting = true;
      clearTimeout(timer);
      if (port.isOpen) port.close((error) => callback?.(error));
      else callback?.(null);
    };
    const drop = (): void => port.flush(shut);
    const timer = setTimeout(drop, FAREWELL);
    if (this.#pending > 0) drop();
    else port.drain(shut);
    return this;
  }
}

/** A receipt printer on a serial port. The library is loaded with the first paper. */
export function serialTransport(
  port: string,
  baudRate: number,
  answers: Answers,
  limits: RoadLimits = LIMITS,
): Transport {
  const adapterOf = async () => new SerialAdapter((await import('serialport')).SerialPort, port, baudRate);
  return byteTransport(`serial:${port}`, adapterOf, answers, limits);
}
