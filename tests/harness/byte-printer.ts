/** What a printer of the tests does with a question, besides its usual answers. */
export interface Mind {
  /** Answer to `DLE EOT n`; null = none. */
  realtime?: (n: number) => readonly number[] | null;
  /** Answer to the k-th `GS r`, from 1 on; null = none. */
  queued?: (k: number) => readonly number[] | null;
}

/**
 * The understanding of a receipt printer, for any wire: it is fed what arrives and answers through `say`. Only for papers
 * without pictures: it looks for its questions everywhere.
 */
export class BytePrinter {
  mind: Mind = {};
  /** All bytes but the questions. */
  paper: number[] = [];
  asked = { realtime: 0, queued: 0 };
  #held: number[] = [];
  readonly #say: (bytes: Buffer) => void;

  constructor(say: (bytes: Buffer) => void) {
    this.#say = say;
  }

  feed(data: Uint8Array): void {
    this.#held.push(...data);
    while (this.#held.length > 0) {
      const [a, b, n = 0] = this.#held;
      const question = (a === 0x10 && (b ?? 4) === 4) || (a === 0x1d && (b ?? 0x72) === 0x72);
      if (question && this.#held.length < 3) return;
      if (!question) this.paper.push(this.#held.shift() ?? 0);
      else {
        this.#held.splice(0, 3);
        this.#answer(a === 0x10, n);
      }
    }
  }

  #answer(realtime: boolean, n: number): void {
    let bytes: readonly number[] | null;
    if (realtime) {
      this.asked.realtime += 1;
      bytes = this.mind.realtime ? this.mind.realtime(n) : [0x12];
    } else {
      this.asked.queued += 1;
      bytes = this.mind.queued ? this.mind.queued(this.asked.queued) : [0x00];
    }
    if (bytes) this.#say(Buffer.from(bytes));
  }
}
