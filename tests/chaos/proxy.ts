import { connect, createServer, type Server, type Socket } from 'node:net';

/** What a line does with what is sent over it. */
export type Mood =
  /** Passes on at once. */
  | 'fair'
  /** Passes on each piece late. */
  | 'slow'
  /** Passes on nothing, and says nothing. */
  | 'stalled'
  /** Ends every connection as soon as it begins. */
  | 'refusing'
  /** Passes on half of a piece and breaks off. */
  | 'halving'
  /** Sends what the station asks to the centre a second time, over a connection of its own. */
  | 'doubling';

export const MOODS: readonly Mood[] = ['fair', 'slow', 'stalled', 'refusing', 'halving', 'doubling'];

const SLOW_MS = 40;

/** A TCP line between a station and the centre that can be made bad while it runs. */
export interface ChaosProxy {
  address: string;
  mood: Mood;
  /** Where the centre listens now. */
  target: number;
  /** When the centre's next bytes come over it. */
  brings(): Promise<void>;
  /** Breaks all connections that are open. */
  cut(): void;
  close(): Promise<void>;
}

export async function startProxy(): Promise<ChaosProxy> {
  const open = new Set<Socket>();
  const waiting: (() => void)[] = [];
  const server: Server = createServer((near) => {
    if (proxy.mood === 'refusing' || proxy.target === 0) return void near.destroy();
    const far = connect(proxy.target, '127.0.0.1');
    const twin = proxy.mood === 'doubling' ? connect(proxy.target, '127.0.0.1') : null;
    const both = [near, far];
    for (const socket of twin ? [...both, twin] : both) {
      open.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => open.delete(socket));
    }
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    twin?.resume();
    far.on('data', () => {
      for (const tell of waiting.splice(0)) tell();
    });
    carry(near, far, twin);
    carry(far, near, null);
  });

  function carry(from: Socket, to: Socket, twin: Socket | null): void {
    from.on('data', (piece) => {
      switch (proxy.mood) {
        case 'stalled':
          return;
        case 'refusing':
          return void from.destroy();
        case 'halving':
          to.write(piece.subarray(0, Math.ceil(piece.length / 2)), () => from.destroy());
          return;
        case 'slow':
          from.pause();
          setTimeout(() => {
            to.write(piece);
            from.resume();
          }, SLOW_MS);
          return;
        default:
          twin?.write(piece);
          to.write(piece);
      }
    });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  const proxy: ChaosProxy = {
    address: `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`,
    mood: 'fair',
    target: 0,
    brings: () => new Promise((resolve) => waiting.push(resolve)),
    cut() {
      for (const socket of open) socket.destroy();
    },
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return proxy;
}
