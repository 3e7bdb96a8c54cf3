import { userInfo } from 'node:os';
import type { ErrorCode } from '../../domain/contract/errors.ts';
import { post } from './cups-client.ts';
import { decodeReply, encodeRequest, operations } from './ipp.ts';

/** RFC 8011, 5.3.7: canceled, aborted and completed are the ends of a job. */
const CANCELED = 7;
const COMPLETED = 9;
/** Between two looks at the printer's list of jobs, in ms. */
const LOOK = 300;

export interface IppAddress {
  host: string;
  port: number;
  path: string;
}

/**
 * Where a printer itself answers IPP, or null: not when the other end is again a print server (`/printers/…`, `/classes/…`),
 * nor where its address would have to be found (`dnssd:`) or its certificate trusted (`ipps:`) first.
 */
export function ippAddress(deviceUri: string): IppAddress | null {
  const [, host, port, path] = /^ipp:\/\/(?:[^/@]*@)?(\[[^\]]+\]|[^/:?]+)(?::(\d+))?(\/[^?]*)?/i.exec(deviceUri) ?? [];
  if (!host || host.includes('._') || /^\/(printers|classes)\//.test(path ?? '/')) return null;
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port ?? 631), path: path ?? '/' };
}

/**
 * Asks a printer itself what became of a job. CUPS will not do: its `ipp` backend calls a job completed that the printer
 * aborted or cancelled, depending on which of its two threads looks first (seen with CUPS 2.4.2).
 *
 * @param name the job's name, unlike any other's; CUPS puts its own number before it
 * @param until moment of `performance.now()` at which it is given up
 * @param ms for one question
 * @returns null when the printer says that it completed the job
 */
export async function printersWord(
  address: IppAddress,
  name: string,
  until: number,
  ms: number,
): Promise<ErrorCode | null> {
  const question = encodeRequest(operations.jobs, [
    ['uri', 'printer-uri', `ipp://${address.host}:${address.port}${address.path}`],
    ['name', 'requesting-user-name', userInfo().username],
    ['keyword', 'which-jobs', 'completed'],
    ['keyword', 'requested-attributes', 'job-name', 'job-state', 'job-state-reasons'],
  ]);
  do {
    const bytes = await post(address, address.path, '', question, ms).catch(() => null);
    const { status, groups } = readable(bytes);
    if (status >= 0x0100) return 'printer_one_way';
    const job = groups.find((group) => String(group.get('job-name')?.[0] ?? '').endsWith(name));
    const state = Number(job?.get('job-state')?.[0] ?? 0);
    const flawed = job?.get('job-state-reasons')?.some((reason) => /-with-(errors|warnings)$/.test(String(reason)));
    if (state === COMPLETED && !flawed) return null;
    if (state >= CANCELED) return 'printer_error';
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  } while (performance.now() < until);
  return 'printer_one_way';
}

/** What cannot be read says nothing. */
function readable(bytes: Buffer | null): ReturnType<typeof decodeReply> {
  try {
    return decodeReply(bytes ?? Buffer.alloc(0));
  } catch {
    return { status: 0, groups: [] };
  }
}
