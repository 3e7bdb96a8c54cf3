const KIB = 1024;
/** First and smallest piece: about six seconds of a line of 23 kbit/s, and thirty times the request's own head. */
const SMALLEST = 16 * KIB;
const LARGEST = 1024 * KIB;
/** How long a piece should take, ms: entries that come in between wait no longer. */
const AIM_MS = 8_000;

/**
 * How much of a file goes into one request. It grows on a line that is quick and shrinks on one that is slow or cuts; what
 * reached the centre before a cut is not sent again, so a piece that breaks off costs a request's head only.
 */
export class PieceSize {
  bytes = SMALLEST;

  /** A piece of `bytes` was acknowledged after `ms`. */
  took(bytes: number, ms: number): void {
    const fitting = ms <= 0 ? LARGEST : (bytes * AIM_MS) / ms;
    this.bytes = clamp(Math.min(fitting, this.bytes * 2));
  }

  /** A piece broke off or was not answered. */
  cut(): void {
    this.bytes = clamp(this.bytes / 2);
  }
}

function clamp(bytes: number): number {
  return Math.round(Math.min(LARGEST, Math.max(SMALLEST, bytes)));
}
