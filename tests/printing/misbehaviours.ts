import type { Sessions } from '../../printing/simulator/behaviour.ts';
import type { Simulator } from '../../printing/simulator/simulator.ts';

/** What a trial knows of the papers it prints. */
export interface PaperSize {
  bytes: number;
  lines: number;
}

export interface Misbehaviour {
  name: string;
  sessions?: Sessions;
  /** Leaves no mark unless the printer was asked while it lasted. */
  unmarked?: boolean;
  /** Shares of 0 to 1 decide where and how much. */
  strike(printer: Simulator, random: () => number, size: PaperSize): unknown;
}

const upTo = (random: () => number, most: number): number => Math.floor(random() * most);

/** Everything a printer is known to do wrong; each strikes at a random moment with random numbers. */
export const MISBEHAVIOURS: readonly Misbehaviour[] = [
  { name: 'refuses connections', strike: (printer) => printer.off() },
  { name: 'black hole', strike: (printer) => printer.behave({ blackHole: true }) },
  { name: 'answers nothing', strike: (printer) => printer.behave({ silent: true }) },
  { name: 'accepts while off', unmarked: true, strike: (printer) => printer.behave({ forgets: true }) },
  {
    name: 'reset at byte N',
    strike: (printer, random, size) => printer.behave({ resetAtByte: upTo(random, size.bytes) }),
  },
  { name: 'reset after the cut', strike: (printer) => printer.behave({ resetAfterCut: true }) },
  {
    name: 'stall at byte N',
    strike: (printer, random, size) => printer.behave({ stallAtByte: upTo(random, size.bytes) }),
  },
  {
    name: 'slow drip',
    strike: (printer, random) => printer.behave({ drip: { bytes: 20 + upTo(random, 800), ms: 1 + upTo(random, 6) } }),
  },
  { name: 'noise around answers', strike: (printer) => printer.behave({ answersNoisy: true }) },
  { name: 'late answers', strike: (printer, random) => printer.behave({ answersLate: 1 + upTo(random, 240) }) },
  { name: 'stale answers', strike: (printer) => printer.behave({ answersStale: true }) },
  {
    name: 'paper out at line N, holds',
    strike: (printer, random, size) => printer.behave({ paperOutAtLine: 1 + upTo(random, size.lines) }),
  },
  {
    name: 'paper out at line N, goes on',
    strike: (printer, random, size) =>
      printer.behave({ paperOutAtLine: 1 + upTo(random, size.lines), paperEnd: 'goesOn' }),
  },
  {
    name: 'cover opened at line N',
    strike: (printer, random, size) => printer.behave({ coverOpenAtLine: 1 + upTo(random, size.lines) }),
  },
  {
    name: 'switched off and on',
    async strike(printer) {
      await printer.off();
      await printer.on();
    },
  },
  {
    name: 'resets a second connection',
    sessions: 'refused',
    strike: (printer, random, size) => printer.behave({ stallAtByte: upTo(random, size.bytes) }),
  },
];
