import { type Behaviour, startVirtualPrinter } from '../virtual-printer/printer.ts';

/** A receipt printer on a real socket, as far as tests of the screens need one. */
export interface PaperMachine {
  port: number;
  /** The text of every sheet that was cut off, in order. */
  papers(): string[];
  /** From the next connection on; `{}` is a printer that is well. */
  behave(how: Pick<Behaviour, 'paper' | 'cover' | 'silent' | 'resetAfter' | 'resetAtEnd'>): Promise<void>;
  close(): Promise<void>;
}

export async function startPaperMachine(): Promise<PaperMachine> {
  const printer = await startVirtualPrinter('80');
  return {
    port: printer.port,
    papers: () => printer.papers().map(({ text }) => text.join('\n')),
    behave: async (how) => printer.behave(how),
    close: () => printer.close(),
  };
}
