import type { ErrorCode } from '../../domain/contract/errors.ts';

/** An error of a step on the way to a printer, by its name from the closed list. */
export class RoadError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, cause?: unknown) {
    super(code, { cause });
    this.code = code;
  }
}

const BY_CODE: Readonly<Record<string, ErrorCode>> = {
  ECONNREFUSED: 'printer_refused',
  EHOSTUNREACH: 'printer_no_answer',
  ENETUNREACH: 'printer_no_answer',
  EHOSTDOWN: 'printer_no_answer',
  ETIMEDOUT: 'printer_no_answer',
  EAI_AGAIN: 'printer_no_answer',
  // The address is no address, or nobody knows the name.
  ENOTFOUND: 'printer_missing',
  ENOENT: 'printer_missing',
  ENODEV: 'printer_missing',
  ENXIO: 'printer_missing',
  EACCES: 'printer_denied',
  EPERM: 'printer_denied',
  EROFS: 'printer_denied',
  EBUSY: 'printer_busy',
  EAGAIN: 'printer_busy',
  ENOSPC: 'disk_full',
  EDQUOT: 'disk_full',
};

/** serialport hands over no code, only the words of strerror (Linux, macOS) or its own (Windows). */
const BY_WORDS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/cannot lock port|device or resource busy/i, 'printer_busy'],
  // Windows answers so while another program has the port.
  [/access (is )?denied/i, 'printer_busy'],
  [/no such file|no such device|file not found/i, 'printer_missing'],
  [/permission denied|operation not permitted/i, 'printer_denied'],
];

/** The name of what went wrong while a printer was opened, or `otherwise`. */
export function faultFrom(error: unknown, otherwise: ErrorCode): ErrorCode {
  if (error instanceof RoadError) return error.code;
  const { code, message = '' } = (error ?? {}) as NodeJS.ErrnoException;
  return BY_CODE[code ?? ''] ?? BY_WORDS.find(([words]) => words.test(message))?.[1] ?? otherwise;
}
