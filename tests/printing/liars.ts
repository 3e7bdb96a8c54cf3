import { connect, type Socket } from 'node:net';
import type { Delivery, DeliverySteps, Paper, Transport } from '../../printing/transports/transport.ts';
import type { Misbehaviour } from './misbehaviours.ts';
import type { Layer } from './trial.ts';

/** What is wrong with a print layer. The rest of it is honest and short. */
type Lie =
  | 'believes the write'
  | 'sends again after a reset'
  | 'says that nothing went out'
  | 'takes any byte for the answer'
  | 'overlooks the end of the paper'
  | 'forgets that the printer stood still';

/** A planted bug, the misbehaviour that brings it out, and of what the judge must convict it. */
export interface Liar {
  name: string;
  layer: Layer;
  on: Misbehaviour['name'];
  guiltyOf: 'falsePrinted' | 'printedTwice' | 'lost';
}

export const LIARS: readonly Liar[] = [
  liar('believes the write', 'stall at byte N', 'falsePrinted'),
  liar('sends again after a reset', 'reset at byte N', 'printedTwice'),
  liar('says that nothing went out', 'reset after the cut', 'printedTwice'),
  liar('takes any byte for the answer', 'stale answers', 'falsePrinted'),
  liar('overlooks the end of the paper', 'paper out at line N, goes on', 'falsePrinted'),
  liar('forgets that the printer stood still', 'paper out at line N, holds', 'falsePrinted'),
  {
    name: 'clears no half picture away',
    layer: { store: (real) => ({ ...real, isHalfDone: () => false }) },
    on: 'reset at byte N',
    guiltyOf: 'falsePrinted',
  },
  {
    name: 'drops a job of which it does not know what came',
    layer: {
      store: (real) => ({
        ...real,
        move: (id, from, change, on) =>
          real.move(id, from, change.state === 'unconfirmed' ? { ...change, state: 'failed' } : change, on),
      }),
    },
    on: 'reset after the cut',
    guiltyOf: 'lost',
  },
  {
    name: 'does not write down that it asks',
    layer: {
      store: (real) => ({
        ...real,
        move: (id, from, change, on) => change.state !== 'unconfirmed' && real.move(id, from, change, on),
      }),
    },
    on: 'reset after the cut',
    guiltyOf: 'lost',
  },
];

function liar(lie: Lie, on: Misbehaviour['name'], guiltyOf: Liar['guiltyOf']): Liar {
  return { name: lie, layer: { transport: (port) => lyingTransport(port, lie) }, on, guiltyOf };
}

const LIMIT = 120;

function lyingTransport(port: number, lie: Lie): Transport {
  return {
    async deliver(paper, steps): Promise<Delivery> {
      const line = await open(port);
      if (!line) return { outcome: 'before', error: 'printer_refused' };
      try {
        line.socket.write(Uint8Array.of(0x10, 0x04, 0x04));
        const ready = await line.answer((byte) => (byte & 0x93) === 0x12);
        if (ready === null) return { outcome: 'before', error: 'printer_no_answer' };
        if (ready & 0x60) return { outcome: 'before', error: 'printer_paper_out' };
        return await send(line, paper, steps, lie, port);
      } finally {
        line.socket.destroy();
      }
    },
    status: async () => null,
  };
}

async function send(line: Line, paper: Paper, steps: DeliverySteps, lie: Lie, port: number): Promise<Delivery> {
  const late = lie === 'says that nothing went out';
  if (!late) steps.begin();
  line.socket.write(paper.bytes);
  if (lie === 'believes the write') return { outcome: 'confirmed' };
  if (lie === 'forgets that the printer stood still') {
    line.socket.write(Uint8Array.of(0x10, 0x04, 0x02));
    await line.answer((one) => (one & 0x93) === 0x12);
  }
  line.socket.write(Uint8Array.of(0x1d, 0x72, 0x01));
  const byte = await line.answer((one) => lie === 'takes any byte for the answer' || (one & 0x90) === 0);
  if (byte === null && lie === 'sends again after a reset' && line.gone()) {
    const second = await open(port);
    if (second) return send(second, paper, { begin() {}, sent() {} }, 'takes any byte for the answer', port);
  }
  if (byte === null) return { outcome: late ? 'before' : 'unknown', error: 'printer_no_answer' };
  if (late) steps.begin();
  const ended = (byte & 0x0c) !== 0 && lie !== 'overlooks the end of the paper';
  return ended ? { outcome: 'unknown', error: 'printer_paper_out' } : { outcome: 'confirmed' };
}

interface Line {
  socket: Socket;
  gone(): boolean;
  answer(fits: (byte: number) => boolean): Promise<number | null>;
}

async function open(port: number): Promise<Line | null> {
  const socket = connect({ host: '127.0.0.1', port });
  const bytes: number[] = [];
  let gone = false;
  socket.on('data', (data) => bytes.push(...data));
  socket.on('error', () => {});
  socket.on('close', () => {
    gone = true;
  });
  const opened = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('close', () => resolve(false));
  });
  if (!opened) return null;
  return {
    socket,
    gone: () => gone,
    async answer(fits) {
      for (const until = Date.now() + LIMIT; Date.now() < until && !gone; ) {
        const byte = bytes.shift();
        if (byte !== undefined && fits(byte)) return byte;
        if (byte === undefined) await new Promise((resolve) => setTimeout(resolve, 2));
      }
      return null;
    },
  };
}
