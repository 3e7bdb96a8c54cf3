/**
 * Messages of the Internet Printing Protocol (RFC 8010 encoding, RFC 8011 operations and attributes), as far as a local
 * CUPS is asked here: no collections, no ranges.
 */
export const operations = {
  printJob: 0x0002,
  cancelJob: 0x0008,
  jobAttributes: 0x0009,
  jobs: 0x000a,
  printerAttributes: 0x000b,
  /** CUPS' own. */
  cupsGetPrinters: 0x4002,
} as const;

const tags = {
  integer: 0x21,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  charset: 0x47,
  language: 0x48,
  mime: 0x49,
} as const;
export type IppAttribute = [tag: keyof typeof tags, name: string, ...values: (string | number)[]];

/** Values by name; null stands for "no value" and for kinds that are not read here. */
export type IppGroup = Map<string, (string | number | boolean | null)[]>;
export interface IppReply {
  /** Below 0x0100 = it was done (RFC 8011, appendix B). */
  status: number;
  /** Groups of jobs (tag 2) or printers (tag 4), in order. */
  groups: IppGroup[];
}

const OPERATION_GROUP = 0x01;
const END = 0x03;

export function encodeRequest(operation: number, attributes: readonly IppAttribute[]): Buffer {
  const head = Buffer.alloc(9);
  head.writeUInt16BE(0x0200, 0);
  head.writeUInt16BE(operation, 2);
  head.writeUInt32BE(1, 4);
  head.writeUInt8(OPERATION_GROUP, 8);
  const usual: IppAttribute[] = [
    ['charset', 'attributes-charset', 'utf-8'],
    ['language', 'attributes-natural-language', 'en'],
  ];
  return Buffer.concat([head, ...[...usual, ...attributes].flatMap(encodeAttribute), Buffer.of(END)]);
}

function encodeAttribute([tag, name, ...values]: IppAttribute): Buffer[] {
  return values.map((value, index) => {
    const bytes = typeof value === 'string' ? Buffer.from(value) : Buffer.alloc(4);
    if (typeof value === 'number') bytes.writeInt32BE(value);
    // Further values of an attribute have an empty name.
    const named = Buffer.from(index === 0 ? name : '');
    const lengths = [named.length, bytes.length].map((length) => Buffer.of(length >> 8, length & 0xff));
    return Buffer.concat([Buffer.of(tags[tag]), lengths[0] ?? named, named, lengths[1] ?? named, bytes]);
  });
}

/** @throws RangeError when the message is cut short */
export function decodeReply(bytes: Buffer): IppReply {
  const reply: IppReply = { status: bytes.readUInt16BE(2), groups: [] };
  let group: IppGroup = new Map();
  let values: (string | number | boolean | null)[] = [];
  let at = 8;
  for (;;) {
    const tag = bytes.readUInt8(at);
    at += 1;
    if (tag === END) return reply;
    if (tag < 0x10) {
      group = new Map();
      if (tag !== OPERATION_GROUP) reply.groups.push(group);
      continue;
    }
    const nameLength = bytes.readUInt16BE(at);
    const name = bytes.toString('utf8', at + 2, at + 2 + nameLength);
    at += 2 + nameLength;
    const length = bytes.readUInt16BE(at);
    if (at + 2 + length > bytes.length) throw new RangeError('message cut short');
    const value = decodeValue(tag, bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
    if (nameLength > 0) {
      values = [];
      group.set(name, values);
    }
    values.push(value);
  }
}

function decodeValue(tag: number, bytes: Buffer): string | number | boolean | null {
  if ((tag === 0x21 || tag === 0x23) && bytes.length === 4) return bytes.readInt32BE();
  if (tag === 0x22) return bytes[0] === 1;
  if (tag >= 0x41 && tag <= 0x49) return bytes.toString('utf8');
  // Text and names with their language before them.
  if (tag === 0x35 || tag === 0x36) return bytes.toString('utf8', 4 + bytes.readUInt16BE(0));
  return null;
}
