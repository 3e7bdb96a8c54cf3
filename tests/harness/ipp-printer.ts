import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A printer of the tests that speaks IPP (RFC 8010), just enough for CUPS' own `ipp` backend. */
export interface IppPrinter {
  port: number;
  documents: Buffer[];
  /** `job-state` that it will report: 5 processing, 8 aborted, 9 completed. */
  jobState: number;
  /** Keeps no list of the jobs it had. */
  forgetful: boolean;
  close(): Promise<void>;
}

type Value = string | number | boolean;
const TAGS = {
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  charset: 0x47,
  language: 0x48,
  mime: 0x49,
};

function attribute(tag: keyof typeof TAGS, name: string, ...values: Value[]): Buffer {
  const parts = values.map((value, index) => {
    const bytes = typeof value === 'string' ? Buffer.from(value) : Buffer.alloc(tag === 'boolean' ? 1 : 4);
    if (typeof value === 'number') bytes.writeInt32BE(value);
    if (typeof value === 'boolean') bytes.writeUInt8(value ? 1 : 0);
    const named = Buffer.from(index === 0 ? name : '');
    const lengths = Buffer.of(0, bytes.length);
    return Buffer.concat([Buffer.of(TAGS[tag], 0, named.length), named, lengths, bytes]);
  });
  return Buffer.concat(parts);
}

const VERSION = [1, 1];
const PRINT_JOB = 0x0002;
const CREATE_JOB = 0x0005;
const SEND_DOCUMENT = 0x0006;
const JOB_ATTRIBUTES = 0x0009;
const JOBS = 0x000a;
const PRINTER_ATTRIBUTES = 0x000b;

export async function startIppPrinter(): Promise<IppPrinter> {
  const documents: Buffer[] = [];
  let name = '';
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      response.writeHead(200, { 'Content-Type': 'application/ipp' });
      response.end(answer(Buffer.concat(parts)));
    });
  });
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
  const { port } = server.address() as AddressInfo;

  function answer(message: Buffer): Buffer {
    const operation = message.readUInt16BE(2);
    const document = message.indexOf('%PDF');
    const named = message.indexOf('job-name');
    if (named >= 0 && (operation === PRINT_JOB || operation === CREATE_JOB))
      name = message.toString('utf8', named + 10, named + 10 + message.readUInt16BE(named + 8));
    if ((operation === PRINT_JOB || operation === SEND_DOCUMENT) && document >= 0) {
      documents.push(message.subarray(document));
    }
    const group: Buffer[] = [];
    if (operation === PRINTER_ATTRIBUTES) group.push(Buffer.of(4), ...printerAttributes());
    const known = operation !== JOBS || !printer.forgetful;
    const ofJob = known && [PRINT_JOB, CREATE_JOB, SEND_DOCUMENT, JOB_ATTRIBUTES, JOBS].includes(operation);
    if (ofJob) group.push(Buffer.of(2), ...jobAttributes());
    return Buffer.concat([
      Buffer.of(...VERSION, 0, 0),
      message.subarray(4, 8),
      Buffer.of(1),
      attribute('charset', 'attributes-charset', 'utf-8'),
      attribute('language', 'attributes-natural-language', 'en'),
      ...group,
      Buffer.of(3),
    ]);
  }

  function printerAttributes(): Buffer[] {
    const operations = [PRINT_JOB, 4, CREATE_JOB, SEND_DOCUMENT, 8, JOB_ATTRIBUTES, JOBS, PRINTER_ATTRIBUTES];
    return [
      attribute('enum', 'printer-state', 3),
      attribute('keyword', 'printer-state-reasons', 'none'),
      attribute('boolean', 'printer-is-accepting-jobs', true),
      attribute('mime', 'document-format-supported', 'application/pdf'),
      attribute('enum', 'operations-supported', ...operations),
      attribute('keyword', 'ipp-versions-supported', '1.1', '2.0'),
      attribute('keyword', 'compression-supported', 'none'),
    ];
  }

  const jobAttributes = (): Buffer[] => [
    attribute('integer', 'job-id', 1),
    attribute('uri', 'job-uri', `ipp://127.0.0.1:${port}/ipp/print/1`),
    attribute('name', 'job-name', name),
    attribute('enum', 'job-state', printer.jobState),
    attribute('keyword', 'job-state-reasons', 'none'),
  ];

  const printer: IppPrinter = {
    port,
    documents,
    jobState: 9,
    forgetful: false,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return printer;
}
