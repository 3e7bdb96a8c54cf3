import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export interface BadLineOptions {
  /** Host and port of the centre. */
  target: string;
  /** What passes in both directions together; Infinity for a line that is only cut. */
  bytesPerSecond: number;
  /** Share of stretches, each of `cutEvery` bytes of one connection, in which it is cut. */
  cutShare: number;
  cutEvery: number;
  random: () => number;
}

/** A line that is slow and breaks, between a station and its centre. */
export interface BadLine {
  address: string;
  /** Bytes that reached the centre, HTTP heads included; what was lost in a cut never left. */
  up: number;
  down: number;
  connections: number;
  cuts: number;
  close(): Promise<void>;
}

/** Bytes that pass at once: one segment of a real line. */
const SEGMENT = 1_400;

/**
 * Starts the line on 127.0.0.1. A cut drops the connection on the station's side; the centre sees the end of it in half the
 * cases and otherwise hears nothing more, as when a mast loses power.
 */
export async function startBadLine(options: BadLineOptions): Promise<BadLine> {
  const { random } = options;
  const sockets = new Set<Socket>();
  let free = performance.now();

  /** Waits for this many bytes' turn on the line that all connections share. */
  async function turn(bytes: number): Promise<void> {
    if (!Number.isFinite(options.bytesPerSecond)) return;
    free = Math.max(free, performance.now()) + (bytes * 1000) / options.bytesPerSecond;
    const ms = free - performance.now();
    if (ms > 1) await wait(ms);
  }

  function lifetime(): number {
    for (let stretch = 0; ; stretch += 1)
      if (random() < options.cutShare) return Math.ceil((stretch + random()) * options.cutEvery) + 1;
  }

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (station) => {
    const [host = '', port = ''] = options.target.split(':');
    const centre = dial({ host, port: Number(port), allowHalfOpen: true, noDelay: true });
    for (const socket of [station, centre]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    line.connections += 1;
    let left = options.cutShare > 0 ? lifetime() : Number.POSITIVE_INFINITY;
    let alive = true;

    function cut(): void {
      alive = false;
      line.cuts += 1;
      station.resetAndDestroy();
      if (random() < 0.5) centre.destroy();
      else centre.pause();
    }

    async function carry(from: Socket, to: Socket, way: 'up' | 'down'): Promise<void> {
      for await (const chunk of from) {
        for (let at = 0; at < chunk.length && alive; at += SEGMENT) {
          const segment = (chunk as Buffer).subarray(at, at + SEGMENT);
          await turn(segment.length);
          if (!alive) return;
          const passed = segment.subarray(0, Math.min(segment.length, left));
          left -= passed.length;
          line[way] += passed.length;
          if (!to.write(passed)) await new Promise((resolve) => to.once('drain', resolve).once('close', resolve));
          if (left <= 0 && alive) return cut();
        }
      }
      if (alive) to.end();
    }
    carry(station, centre, 'up').catch(() => centre.destroy());
    carry(centre, station, 'down').catch(() => station.destroy());
  });

  const line: BadLine = {
    address: '',
    up: 0,
    down: 0,
    connections: 0,
    cuts: 0,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  line.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return line;
}
