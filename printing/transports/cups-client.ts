import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { userInfo } from 'node:os';
import type { ErrorCode } from '../../domain/contract/errors.ts';
import { RoadError } from './faults.ts';
import { decodeReply, encodeRequest, type IppAttribute, type IppGroup, operations } from './ipp.ts';

/** Where the scheduler of CUPS listens. */
export type CupsAddress = { socketPath: string } | { host: string; port: number };

const SOCKETS = ['/run/cups/cups.sock', '/var/run/cups/cups.sock', '/private/var/run/cupsd'];
/** An answer longer than this is none of CUPS'. */
const LONGEST_REPLY = 4 * 1024 * 1024;

/** `CUPS_SERVER` if set (as for CUPS' own programs), else this machine's socket, else port 631. */
export function cupsAddress(server = process.env.CUPS_SERVER): CupsAddress {
  if (server?.startsWith('/')) return { socketPath: server };
  const [, host, port] = /^(.+?)(?::(\d+))?$/.exec(server ?? '') ?? [];
  if (host) return { host, port: Number(port ?? 631) };
  const socketPath = SOCKETS.find((path) => existsSync(path));
  return socketPath ? { socketPath } : { host: 'localhost', port: 631 };
}

/** An exchange that failed; `complete` = CUPS may have the whole request, so that it may act on it. */
export class CupsError extends RoadError {
  readonly complete: boolean;
  constructor(code: ErrorCode, complete: boolean, cause?: unknown) {
    super(code, cause);
    this.complete = complete;
  }
}

export type CupsClient = ReturnType<typeof cupsClient>;

/**
 * Speaks IPP to the local CUPS. Not through its programs (`lp`, `lpstat`): those say in prose whether a job was taken, and
 * not at all whether it ever began.
 */
export function cupsClient(address: CupsAddress = cupsAddress()) {
  const user = userInfo().username;

  /** @param ms for the whole exchange. @throws CupsError */
  async function ask(
    operation: number,
    path: string,
    attributes: readonly IppAttribute[],
    ms: number,
    document?: Uint8Array,
  ): Promise<IppGroup[]> {
    const head = encodeRequest(operation, attributes);
    const body = document ? Buffer.concat([head, document]) : head;
    const { status, groups } = decodeReply(await post(address, path, user, body, ms));
    // Of a fault of its own CUPS does not say how far it came; these two are answers to a question it understood.
    if (status >= 0x0100)
      throw new CupsError(codeOf(status), status >= 0x0500 && status !== 0x0506 && status !== 0x0507);
    return groups;
  }
  const printer = (queue: string): string => `ipp://localhost/printers/${encodeURIComponent(queue)}`;
  const job = (id: number): IppAttribute[] => [
    ['uri', 'job-uri', `ipp://localhost/jobs/${id}`],
    ['name', 'requesting-user-name', user],
  ];

  return {
    printers: (ms: number, ...wanted: string[]): Promise<IppGroup[]> =>
      ask(operations.cupsGetPrinters, '/', [['keyword', 'requested-attributes', ...wanted]], ms),
    async printer(queue: string, ms: number, ...wanted: string[]): Promise<IppGroup> {
      const attributes: IppAttribute[] = [
        ['uri', 'printer-uri', printer(queue)],
        ['keyword', 'requested-attributes', ...wanted],
      ];
      return (await ask(operations.printerAttributes, '/', attributes, ms))[0] ?? new Map();
    },
    /** @returns the job's number. */
    async print(queue: string, name: string, mime: string, document: Uint8Array, ms: number): Promise<number> {
      const attributes: IppAttribute[] = [
        ['uri', 'printer-uri', printer(queue)],
        ['name', 'requesting-user-name', user],
        ['name', 'job-name', name],
        ['mime', 'document-format', mime],
      ];
      const path = `/printers/${encodeURIComponent(queue)}`;
      const [group] = await ask(operations.printJob, path, attributes, ms, document);
      const id = group?.get('job-id')?.[0];
      if (typeof id !== 'number') throw new CupsError('printer_error', true);
      return id;
    },
    async job(id: number, ms: number, ...wanted: string[]): Promise<IppGroup> {
      const attributes: IppAttribute[] = [...job(id), ['keyword', 'requested-attributes', ...wanted]];
      return (await ask(operations.jobAttributes, '/', attributes, ms))[0] ?? new Map();
    },
    async cancel(id: number, ms: number): Promise<void> {
      await ask(operations.cancelJob, '/jobs/', job(id), ms);
    },
  };
}

/** RFC 8011, appendix B. */
function codeOf(status: number): ErrorCode {
  if (status >= 0x0401 && status <= 0x0403) return 'printer_denied';
  if (status === 0x0406) return 'printer_missing';
  if (status === 0x0506) return 'printer_offline';
  if (status === 0x0507) return 'printer_busy';
  return 'printer_error';
}

/** Sends one request and gives the reply's bytes. @throws CupsError */
export function post(address: CupsAddress, path: string, user: string, body: Buffer, ms: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let complete = false;
    const fail = (code: ErrorCode, cause?: unknown): void => {
      clearTimeout(timer);
      reject(new CupsError(code, complete, cause));
      made.destroy();
    };
    const made = request(
      {
        ...address,
        path,
        method: 'POST',
        agent: false,
        headers: {
          Host: 'host' in address ? address.host : 'localhost',
          'Content-Type': 'application/ipp',
          'Content-Length': body.length,
          // On its own socket CUPS asks the system who is speaking, and takes this for the name to compare.
          ...('socketPath' in address ? { Authorization: `PeerCred ${user}` } : {}),
        },
      },
      (response) => {
        const parts: Buffer[] = [];
        let length = 0;
        response.on('error', (error) => fail('printer_no_answer', error));
        response.on('data', (part: Buffer) => {
          parts.push(part);
          length += part.length;
          if (length > LONGEST_REPLY) fail('printer_error');
        });
        response.on('end', () => {
          clearTimeout(timer);
          const { statusCode = 0 } = response;
          // Refused at the door, whatever was sent: CUPS looks at a request's rights before it takes the job.
          if (statusCode === 401 || statusCode === 403) reject(new CupsError('printer_denied', false));
          else if (statusCode !== 200) reject(new CupsError('printer_error', complete));
          else resolve(Buffer.concat(parts));
        });
      },
    );
    const timer = setTimeout(() => fail('printer_no_answer'), ms);
    // Handed over to the last byte; before that CUPS cannot have a whole request, and takes no job.
    made.on('finish', () => {
      complete = true;
    });
    made.on('error', (error: NodeJS.ErrnoException) => {
      // No scheduler runs here.
      fail(error.code === 'ENOENT' || error.code === 'ECONNREFUSED' ? 'printer_missing' : 'printer_no_answer', error);
    });
    made.end(body);
  });
}
