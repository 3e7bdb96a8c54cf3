/**
 * What travels over the port between the windows' process and the core's. Each request has a number of its own; bodies
 * go both ways in pieces, and a piece is sent only after the other side asked for it (`more`), so that nobody's memory
 * fills up with what the other cannot take yet.
 */
export type HeaderLines = [name: string, value: string][];

export type BodyMessage =
  | { type: 'chunk'; id: number; bytes: Uint8Array<ArrayBuffer> }
  | { type: 'end'; id: number }
  /** The body broke off: what came before must not be taken for the whole. */
  | { type: 'fail'; id: number }
  /** One more piece may come. */
  | { type: 'more'; id: number }
  /** Nobody wants the rest. From the windows' side it ends the whole request. */
  | { type: 'cancel'; id: number };

export type ToCore =
  | { type: 'request'; id: number; method: string; url: string; headers: HeaderLines; hasBody: boolean }
  | BodyMessage;

export type FromCore =
  | { type: 'head'; id: number; status: number; headers: HeaderLines; hasBody: boolean }
  | BodyMessage;

/** One end of the port. `Out` is what it sends, `In` what it gets. */
export interface Wire<Out, In> {
  post(message: Out): void;
  listen(take: (message: In) => void): void;
}

/** Headers of one hop (RFC 9110, 7.6.1) and of the transport: they mean nothing on the other side of a port. */
const LEFT_BEHIND = new Set([
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

export function endToEnd(headers: Headers): HeaderLines {
  return [...headers].filter(([name]) => !LEFT_BEHIND.has(name.toLowerCase()));
}
