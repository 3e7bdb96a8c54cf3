import { connect, type Socket } from 'node:net';
import { Adapter } from '@node-escpos/adapter';
import { type Answers, byteTransport, LIMITS } from './escpos-delivery.ts';
import type { RoadLimits } from './limited.ts';
import type { Transport } from './transport.ts';

/** How long the printer may take to close its side, in ms; what the kernel has taken leaves in any case. */
const FAREWELL = 500;

/** A raw TCP socket, usually port 9100, behind the interface of node-escpos. */
export class TcpAdapter extends Adapter<[]> {
  readonly #host: string;
  readonly #port: number;
  #socket: Socket | null = null;

  constructor(host: string, port: number) {
    super();
    this.#host = host;
    this.#port = port;
  }

  open(callback?: (error: Error | null) => void): this {
    const socket = connect({ host: this.#host, port: this.#port, noDelay: true });
    this.#socket = socket;
    const failed = (error: Error): void => callback?.(error);
    socket.once('error', failed);
    socket.once('connect', () => {
      socket.off('error', failed);
      callback?.(null);
    });
    // Stays until the end: a reset that comes late must not bring the program down.
    socket.on('error', () => this.emit('disconnect'));
    socket.on('close', () => this.emit('close'));
    return this;
  }

  write(data: Buffer | string, callback?: (error: Error | null) => void): this {
    this.#socket?.write(data, (error) => callback?.(error ?? null));
    return this;
  }

  read(callback?: (data: Buffer) => void): void {
    this.#socket?.on('data', (data) => callback?.(data));
  }

  close(callback?: (error: Error | null) => void): this {
    const socket = this.#socket;
    if (!socket || socket.destroyed || socket.connecting) {
      socket?.destroy();
      callback?.(null);
      return this;
    }
    const timer = setTimeout(() => socket.destroy(), FAREWELL);
    socket.once('close', () => {
      clearTimeout(timer);
      callback?.(null);
    });
    socket.resume();
    socket.end();
    return this;
  }
}

/** A receipt printer in the network. */
export function tcpTransport(
  host: string,
  port: number,
  limits: RoadLimits = LIMITS,
  answers: Answers = 'full',
): Transport {
  return byteTransport(`tcp:${host}:${port}`, async () => new TcpAdapter(host, port), answers, limits);
}
