import type { Socket } from 'node:net';
import type { Behaviour } from './behaviour.ts';

/** What a session needs of the printer it belongs to. */
export interface SessionPrinter {
  behaviour(): Behaviour;
  full(): boolean;
  /** `DLE EOT n`, taken out of the stream wherever it stands, pictures included. */
  realTime(n: number): void;
  paper(bytes: Uint8Array): void;
  firstByte(): void;
  reset(session: Session): void;
  ended(session: Session): void;
}

/** Between two attempts to read when the printer is full or stalls, ms. */
const DRIP_LEAST = 1;

/** One connection: bytes wait in `inbox` until the printer reads them, also after the other side has gone. */
export class Session {
  readonly socket: Socket;
  private readonly printer: SessionPrinter;
  private inbox: Buffer = Buffer.alloc(0);
  /** Beginning of a real-time command that is not complete. */
  private held: number[] = [];
  private received = 0;
  private closed = false;
  private over = false;
  private drip: NodeJS.Timeout | null = null;

  constructor(socket: Socket, printer: SessionPrinter) {
    this.socket = socket;
    this.printer = printer;
    socket.on('error', () => {});
    socket.on('data', (data) => {
      this.inbox = Buffer.concat([this.inbox, data]);
      this.read();
    });
    socket.on('close', () => {
      this.closed = true;
      this.read();
    });
    socket.resume();
  }

  /** Reads what the printer's behaviour lets it read. */
  read(): void {
    if (this.over || this.drip) return;
    const now = this.printer.behaviour();
    if (!now.blackHole) {
      const limit = now.drip?.bytes ?? Number.POSITIVE_INFINITY;
      const took = this.take(limit, now);
      if (now.drip && took > 0 && this.inbox.length > 0) {
        this.drip = setTimeout(() => this.afterDrip(), Math.max(DRIP_LEAST, now.drip.ms));
      }
    }
    if (this.closed && (this.inbox.length === 0 || now.blackHole)) this.end();
  }

  /** The printer was switched off, or the connection is to go. */
  destroy(): void {
    this.inbox = Buffer.alloc(0);
    this.socket.resetAndDestroy();
    this.end();
  }

  say(byte: number): void {
    if (!this.socket.destroyed && this.socket.writable) this.socket.write(Uint8Array.of(byte));
  }

  private afterDrip(): void {
    this.drip = null;
    this.read();
  }

  private end(): void {
    if (this.over) return;
    this.over = true;
    if (this.drip) clearTimeout(this.drip);
    this.printer.ended(this);
  }

  private take(limit: number, now: Behaviour): number {
    const paper: number[] = [];
    let took = 0;
    const flush = (): void => {
      if (paper.length > 0) this.printer.paper(Uint8Array.from(paper));
      paper.length = 0;
    };
    while (took < this.inbox.length && took < limit) {
      if (this.received >= (now.stallAtByte ?? Number.POSITIVE_INFINITY)) break;
      if (paper.length >= 512) flush();
      if (paper.length === 0 && this.printer.full()) break;
      const byte = this.inbox[took] ?? 0;
      took += 1;
      for (const one of this.withoutRealTime(byte)) {
        if (this.received >= (now.resetAtByte ?? Number.POSITIVE_INFINITY)) {
          flush();
          this.printer.reset(this);
          return took;
        }
        if (this.received === 0) this.printer.firstByte();
        this.received += 1;
        paper.push(one);
      }
    }
    this.inbox = this.inbox.subarray(took);
    flush();
    return took;
  }

  /** Answers `DLE EOT n`; gives back the bytes that turned out to be none. */
  private withoutRealTime(byte: number): number[] {
    const begun = [...this.held, byte];
    const [dle, eot, n = 0] = begun;
    if (dle !== 0x10 || (begun.length > 1 && eot !== 0x04) || (begun.length > 2 && (n < 1 || n > 4))) {
      this.held = [];
      return begun;
    }
    if (begun.length < 3) {
      this.held = begun;
      return [];
    }
    this.held = [];
    this.printer.realTime(n);
    return [];
  }
}
