import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Behaviour, Sessions, Sheet, SimulatorEvent } from './behaviour.ts';
import { type DeviceOptions, PrinterDevice } from './device.ts';
import { Session, type SessionPrinter } from './session.ts';

export interface SimulatorOptions extends Partial<DeviceOptions> {
  /** 0 = any free port. */
  port?: number;
  sessions?: Sessions;
  hear?: (event: SimulatorEvent) => void;
}

/** A receipt printer on TCP, for tests and for people without one. It keeps the truth: what came out whole, and what did not. */
export interface Simulator {
  readonly port: number;
  /** Sheets that were cut off whole, in order. */
  sheets(): readonly Sheet[];
  /** Beginnings, torn sheets, and what hangs out of the printer uncut. */
  scraps(): readonly Sheet[];
  /** Replaces what was told before; `{}` is a good printer. Paper and cover stay as they are. */
  behave(behaviour: Behaviour): void;
  /** `in` is a new roll. */
  paper(state: 'in' | 'out'): void;
  cover(state: 'closed' | 'open'): void;
  /** Switches it off: connections go, new ones are refused, its memory is empty. */
  off(): Promise<void>;
  /** At the same port. */
  on(): Promise<void>;
  close(): Promise<void>;
}

const DEFAULTS: DeviceOptions = { width: '80', buffer: 4_096, msPerLine: 0, roll: 10_000 };

/** Starts a simulated printer on 127.0.0.1. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port: wanted = 0, sessions = 'waits', hear = () => {}, ...device } = options;
  const sheets: Sheet[] = [];
  const scraps: Sheet[] = [];
  const active = new Set<Session>();
  const queue: Socket[] = [];
  let behaviour: Behaviour = {};

  const machine = new PrinterDevice(
    { ...DEFAULTS, ...device },
    {
      sheet(sheet) {
        sheets.push(sheet);
        hear({ type: 'sheet', sheet });
      },
      scrap(sheet) {
        scraps.push(sheet);
        hear({ type: 'scrap', sheet });
      },
      paperOut: () => hear({ type: 'paperOut' }),
      coverOpen: () => hear({ type: 'coverOpen' }),
      answer(byte) {
        hear({ type: 'asked', question: 'GS r' });
        if (behaviour.resetAfterCut) for (const session of [...active]) resetSession(session);
        else reply(byte);
      },
      drained: () => queueMicrotask(readAll),
    },
  );

  /** Answers go to whoever is connected when they are ready, as behind a print server. */
  function reply(byte: number): void {
    if (behaviour.silent || behaviour.forgets) return;
    const { answersLate: late = 0, answersNoisy: noisy = false } = behaviour;
    const say = (value: number): void => {
      for (const session of active) session.say(value);
    };
    // Noise, XOFF, XON: none of them is an answer.
    if (noisy) for (const noise of [0xff, 0x13, 0x11]) say(noise);
    const wait = late + (noisy ? 5 : 0);
    if (wait === 0) say(byte);
    else setTimeout(say, wait, byte).unref();
  }

  function resetSession(session: Session): void {
    hear({ type: 'reset' });
    session.destroy();
  }

  const printer: SessionPrinter = {
    behaviour: () => behaviour,
    full: () => machine.full,
    realTime(n) {
      hear({ type: 'asked', question: `DLE EOT ${n}` });
      reply(realTimeAnswer(n, machine));
      if (behaviour.answersStale) for (const session of active) session.say(0x00);
    },
    paper(bytes) {
      if (!behaviour.forgets) machine.receive(bytes);
    },
    firstByte() {
      hear({ type: 'firstByte', at: performance.now() });
    },
    reset: resetSession,
    ended(session) {
      active.delete(session);
      hear({ type: 'closed' });
      const next = queue.shift();
      if (next) begin(next);
    },
  };

  function readAll(): void {
    for (const session of active) session.read();
  }

  function begin(socket: Socket): void {
    hear({ type: 'connected' });
    active.add(new Session(socket, printer));
  }

  function serve(socket: Socket): void {
    socket.on('error', () => {});
    if (active.size === 0 || sessions === 'shared') {
      begin(socket);
      return;
    }
    hear({ type: 'busy' });
    if (sessions === 'refused') socket.resetAndDestroy();
    else {
      socket.pause();
      queue.push(socket);
    }
  }

  async function off(): Promise<void> {
    const closed = server.listening ? new Promise<void>((resolve) => server.close(() => resolve())) : null;
    for (const socket of queue.splice(0)) socket.resetAndDestroy();
    for (const session of [...active]) session.destroy();
    machine.powerOff();
    hear({ type: 'off' });
    await closed;
  }

  let server: Server = await listen(wanted, serve);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    sheets: () => sheets,
    scraps() {
      const hanging = machine.hanging();
      return hanging ? [...scraps, hanging] : scraps;
    },
    behave(next) {
      behaviour = next;
      machine.paperEnd = next.paperEnd ?? 'holds';
      if (next.paperOutAtLine !== undefined) machine.setPaper(next.paperOutAtLine);
      if (next.coverOpenAtLine !== undefined) machine.setCover('open', next.coverOpenAtLine);
      readAll();
    },
    paper(state) {
      if (state === 'in') machine.setRoll();
      else machine.setPaper(0);
      hear({ type: state === 'in' ? 'paperIn' : 'paperOut' });
    },
    cover(state) {
      machine.setCover(state);
      hear({ type: state === 'open' ? 'coverOpen' : 'coverClosed' });
    },
    off,
    async on() {
      if (server.listening) return;
      server = await listen(port, serve);
      hear({ type: 'on' });
    },
    close: off,
  };
}

/** Epson ESC/POS, `DLE EOT n`. */
function realTimeAnswer(n: number, { paper, cover }: PrinterDevice): number {
  const offline = paper === 'out' || cover === 'open';
  if (n === 1) return 0x12 | (offline ? 0x08 : 0);
  if (n === 2) return 0x12 | (cover === 'open' ? 0x04 : 0) | (paper === 'out' ? 0x20 : 0);
  if (n === 4) return 0x12 | (paper === 'out' ? 0x60 : 0);
  return 0x12;
}

function listen(port: number, serve: (socket: Socket) => void): Promise<Server> {
  const made = createServer(serve);
  return new Promise((resolve, reject) => {
    made.once('error', reject);
    made.listen({ host: '127.0.0.1', port }, () => resolve(made));
  });
}
