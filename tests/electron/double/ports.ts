import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';

/** What crosses between the double's main and its child, over Node's own channel with structured clone. */
export type Crossing =
  | { to: 'parent-port'; data: unknown; ports: number[] }
  | { to: 'port'; port: number; data: unknown };

/** One end of a message channel. Messages wait until `start`, and arrive later, as copies. */
export class Port extends EventEmitter {
  #deliver: (data: unknown) => void = () => {};
  #started = false;
  readonly #early: unknown[] = [];

  /** @param deliver carries a message to the other end */
  connect(deliver: (data: unknown) => void): void {
    this.#deliver = deliver;
  }

  postMessage(data: unknown): void {
    this.#deliver(structuredClone(data));
  }

  start(): void {
    this.#started = true;
    for (const data of this.#early.splice(0)) this.arrive(data);
  }

  arrive(data: unknown): void {
    if (this.#started) setImmediate(() => this.emit('message', { data, ports: [] }));
    else this.#early.push(data);
  }

  close(): void {}
}

export class MessageChannelMain {
  readonly port1 = new Port();
  readonly port2 = new Port();

  constructor() {
    this.port1.connect((data) => this.port2.arrive(data));
    this.port2.connect((data) => this.port1.arrive(data));
  }
}

let lastPort = 0;

/** Moves an end of a channel into the child: what its other end posts goes over to there from now on. */
export function transfer(moved: Port, child: ChildProcess): number {
  lastPort += 1;
  const port = lastPort;
  // What the other end posts arrives at `moved`, whose only work is now to pass it on.
  moved.on('message', (event: { data: unknown }) => {
    // A child that was just killed takes nothing any more, and Electron says nothing about it.
    if (child.connected) child.send({ to: 'port', port, data: event.data } satisfies Crossing, () => {});
  });
  moved.start();
  child.on('message', (crossing: Crossing) => {
    if (crossing.to === 'port' && crossing.port === port) moved.postMessage(crossing.data);
  });
  return port;
}
