import { startSimulator } from '../../printing/simulator/simulator.ts';

/** How the machine misbehaves, from the next connection on. */
export interface Mood {
  paper?: 'out';
  cover?: 'open';
  /** Resets the line after so many bytes. */
  resetAfter?: number;
  /** Prints everything, then resets the line instead of the last answer. */
  resetAtEnd?: boolean;
}

/** A receipt printer on a real socket, as far as tests of the screens need one. */
export interface PaperMachine {
  port: number;
  /** The text of every sheet that was cut off, in order. */
  papers(): string[];
  /** `{}` is a printer that is well. */
  behave(mood: Mood): Promise<void>;
  close(): Promise<void>;
}

export async function startPaperMachine(): Promise<PaperMachine> {
  const printer = await startSimulator({ width: '80' });
  return {
    port: printer.port,
    papers: () => printer.sheets().map(({ text }) => text.join('\n')),
    async behave({ paper, cover, resetAfter, resetAtEnd }) {
      printer.behave({
        ...(resetAfter === undefined ? {} : { resetAtByte: resetAfter }),
        ...(resetAtEnd ? { resetAfterCut: true } : {}),
      });
      printer.paper(paper ?? 'in');
      printer.cover(cover ?? 'closed');
    },
    close: () => printer.close(),
  };
}
