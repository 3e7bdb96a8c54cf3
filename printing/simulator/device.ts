import type { ReceiptWidth } from '../columns.ts';
import { type InterpretedReceipt, interpret } from '../interpreter.ts';
import { type Token, tokenize } from '../tokens.ts';
import type { Sheet } from './behaviour.ts';

export interface DeviceOptions {
  width: ReceiptWidth;
  /** Input buffer in bytes. */
  buffer: number;
  /** 0 prints at once. */
  msPerLine: number;
  /** Lines on a roll. */
  roll: number;
}

export interface DeviceEvents {
  sheet(sheet: Sheet): void;
  scrap(sheet: Sheet): void;
  paperOut(): void;
  coverOpen(): void;
  /** `GS r` was reached in its turn; `byte` is the answer. */
  answer(byte: number): void;
  /** There is room in the buffer again. */
  drained(): void;
}

const NUMBER = /[A-Z0-9]{2,10}-\d{8}-\d{3,6}-[A-Z0-9]/;
/** Dots of one line, for pictures and feeds. */
const LINE_DOTS = 24;

/**
 * The machine behind the socket: buffer, head, paper, cover, knife. What it has begun to read it keeps, whoever sent it: half
 * a picture swallows the bytes of the next job until it is complete.
 */
export class PrinterDevice {
  paperEnd: 'holds' | 'goesOn' = 'holds';
  cover: 'closed' | 'open' = 'closed';
  private readonly options: DeviceOptions;
  private readonly tell: DeviceEvents;
  private linesLeft: number;
  private coverIn = Number.POSITIVE_INFINITY;
  private queue: { token: Token; bytes: Uint8Array }[] = [];
  private rest: Uint8Array = new Uint8Array();
  private waiting = 0;
  /** What hangs out of the printer, not yet cut: since the last `ESC @`. */
  private piece: Uint8Array[] = [];
  private pieceLines = 0;
  /** The paper in `piece` is not in one piece, or not all there. */
  private damaged = false;
  private timer: NodeJS.Timeout | null = null;

  constructor(options: DeviceOptions, tell: DeviceEvents) {
    this.options = options;
    this.tell = tell;
    this.linesLeft = options.roll;
  }

  get paper(): 'in' | 'out' {
    return this.linesLeft > 0 ? 'in' : 'out';
  }

  get full(): boolean {
    const held = this.busy || !this.online;
    return held && this.waiting + this.rest.length >= this.options.buffer;
  }

  private get busy(): boolean {
    return this.timer !== null;
  }

  private get online(): boolean {
    return this.cover === 'closed' && (this.paper === 'in' || this.paperEnd === 'goesOn');
  }

  receive(bytes: Uint8Array): void {
    const all = Buffer.concat([this.rest, bytes]);
    const { tokens, rest } = tokenize(all);
    let begin = 0;
    for (const token of tokens) {
      this.queue.push({ token, bytes: all.subarray(begin, token.end) });
      this.waiting += token.end - begin;
      begin = token.end;
    }
    this.rest = all.subarray(all.length - rest);
    this.run();
  }

  setPaper(lines: number): void {
    // A roll put in behind a sheet that has begun: it comes out in two pieces.
    if (this.paper === 'out' && this.pieceLines > 0) this.damaged = true;
    this.linesLeft = lines;
    this.run();
  }

  setRoll(): void {
    this.setPaper(this.options.roll);
  }

  setCover(cover: 'closed' | 'open', inLines = 0): void {
    if (cover === 'open' && inLines > 0) this.coverIn = inLines;
    else {
      this.coverIn = Number.POSITIVE_INFINITY;
      this.cover = cover;
      this.run();
    }
  }

  /** Power off: what was not printed is gone. */
  powerOff(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.queue = [];
    this.rest = new Uint8Array();
    this.waiting = 0;
    this.endPiece(false);
  }

  /** What hangs out uncut, or null. */
  hanging(): Sheet | null {
    return this.pieceLines > 0 ? this.sheetOf() : null;
  }

  private run(): void {
    while (this.timer === null && this.online) {
      const next = this.queue[0];
      if (!next) break;
      const lines = linesOf(next.token);
      if (lines > 0 && !this.takePaper(lines)) break;
      this.queue.shift();
      this.waiting -= next.bytes.length;
      this.execute(next.token, next.bytes, lines);
      const ms = lines * this.options.msPerLine;
      if (ms >= 1) this.timer = setTimeout(() => this.lineDone(), ms);
    }
    if (!this.full) this.tell.drained();
  }

  private lineDone(): void {
    this.timer = null;
    this.run();
  }

  /** False when the head stops: no paper, or the cover came open. */
  private takePaper(lines: number): boolean {
    this.coverIn -= lines;
    if (this.coverIn <= 0) {
      this.setCoverOpen();
      return false;
    }
    if (this.paper === 'out') return true;
    this.linesLeft -= lines;
    if (this.linesLeft > 0) return true;
    this.linesLeft = 0;
    this.tell.paperOut();
    if (this.paperEnd === 'holds') return false;
    this.damaged = true;
    return true;
  }

  private setCoverOpen(): void {
    this.coverIn = Number.POSITIVE_INFINITY;
    this.cover = 'open';
    this.tell.coverOpen();
  }

  private execute(token: Token, bytes: Uint8Array, lines: number): void {
    if (token.name.startsWith('GS r')) {
      this.tell.answer(this.paper === 'out' ? 0x0c : 0x00);
      return;
    }
    if (token.name === 'ESC @') this.endPiece(false);
    this.piece.push(bytes);
    if (this.paper === 'in') this.pieceLines += lines;
    if (token.name.startsWith('GS V')) this.endPiece(true);
  }

  private endPiece(cut: boolean): void {
    if (this.pieceLines > 0) {
      const sheet = this.sheetOf();
      if (cut && !this.damaged) this.tell.sheet(sheet);
      else this.tell.scrap(sheet);
    }
    this.piece = [];
    this.pieceLines = 0;
    this.damaged = false;
  }

  private sheetOf(): Sheet {
    return new ReadSheet(Uint8Array.from(Buffer.concat(this.piece)), this.options.width);
  }
}

/** Decoded when somebody looks at it: drawing a sheet takes longer than printing it. */
class ReadSheet implements Sheet {
  readonly bytes: Uint8Array;
  private readonly width: ReceiptWidth;
  private read: InterpretedReceipt | null = null;

  constructor(bytes: Uint8Array, width: ReceiptWidth) {
    this.bytes = bytes;
    this.width = width;
  }

  get text(): string[] {
    return this.decoded.text;
  }

  get unknown(): string[] {
    return this.decoded.unknown;
  }

  get overflows(): string[] {
    return this.decoded.overflows;
  }

  get number(): string | null {
    return NUMBER.exec(this.text.join('\n'))?.[0] ?? null;
  }

  private get decoded(): InterpretedReceipt {
    this.read ??= interpret(this.bytes, this.width);
    return this.read;
  }
}

function linesOf(token: Token): number {
  if (token.name === 'LF') return 1;
  if (token.name.startsWith('GS v 0')) return (token.rows ?? 0) / LINE_DOTS;
  if (token.name === 'ESC J') return (token.args[0] ?? 0) / LINE_DOTS;
  return 0;
}

/** The part of a job's bytes that ends up on its sheet: from the last `ESC @` to the cut, for comparison with `Sheet.bytes`. */
export function printedPart(job: Uint8Array): Uint8Array {
  let begin = 0;
  let end = job.length;
  let last = 0;
  for (const token of tokenize(job).tokens) {
    if (token.name === 'ESC @') begin = last;
    if (token.name.startsWith('GS V')) end = token.end;
    last = token.end;
  }
  return job.subarray(begin, end);
}
