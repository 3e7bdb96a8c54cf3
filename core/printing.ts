import type { ErrorCode } from '../domain/contract/errors.ts';
import type { PrinterConfig } from '../domain/contract/printing.ts';
import type { Workspace } from './workspace.ts';

export interface Printing {
  start(): void;
  wake(): void;
  reload(): void;
  test(printer: PrinterConfig): Promise<ErrorCode | null>;
  stop(): Promise<void>;
}

export function createPrinting(_workspace: Workspace): Printing {
  return { start() {}, wake() {}, reload() {}, test: async () => null, stop: async () => {} };
}
