import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { interpret } from '../../printing/interpreter.ts';
import { tokenize } from '../../printing/tokens.ts';

/**
 * A receipt printer of the tests: it listens as one does on port 9100, keeps the paper it would give out, answers
 * status questions, and misbehaves on demand.
 */
export interface VirtualPrinter {
  port: number;
  /** Sheets that were cut off, in order. */
  papers(): Sheet[];
  /** Beginnings that came without a cut before the line went. */
  scraps(): Sheet[];
  behave(behaviour: Behaviour): void;
  /** Switches it off (connections are refused) and on again at the same port. */
  off(): Promise<void>;
  on(): Promise<void>;
  close(): Promise<void>;
}

export interface Sheet {
  text: string[];
  unknown: string[];
  overflows: string[];
  bytes: Uint8Array;
}

export interface Behaviour {
  paper?: 'there' | 'out';
  cover?: 'closed' | 'open';
  /** Never answers a question. */
  silent?: boolean;
  /** Accepts the connection and then never reads. */
  blackHole?: boolean;
  /** Resets the line after so many bytes of paper. */
  resetAfter?: number;
  /** Takes everything, then resets instead of the last answer. */
  resetAtEnd?: boolean;
  /** Paper ends while printing: the last answer says so. */
  endsWhilePrinting?: boolean;
  /** Answers come byte by byte with pauses, and with noise before them. */
  noisyAnswers?: boolean;
}

export async function startVirtualPrinter(width: '58' | '80' = '80'): Promise<VirtualPrinter> {
  const papers: Sheet[] = [];
  const scraps: Sheet[] = [];
  const sockets = new Set<Socket>();
  let behaviour: Behaviour = {};
  let server: Server = await listen(0);
  const { port } = server.address() as AddressInfo;

  function listen(at: number): Promise<Server> {
    const made = createServer(serve);
    return new Promise((resolve, reject) => {
      made.once('error', reject);
      made.listen({ host: '127.0.0.1', port: at }, () => resolve(made));
    });
  }

  function sheetOf(bytes: Uint8Array): Sheet {
    const { text, unknown, overflows } = interpret(bytes, width);
    return { text, unknown, overflows, bytes };
  }

  function serve(socket: Socket): void {
    const now = behaviour;
    sockets.add(socket);
    let sheet: number[] = [];
    let received = 0;
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      if (sheet.length > 0) scraps.push(sheetOf(Uint8Array.from(sheet)));
    });
    if (now.blackHole) {
      socket.pause();
      return;
    }
    socket.on('data', (data) => {
      const paper = answerRealtime(socket, data, now);
      received += paper.length;
      sheet.push(...paper);
      if (now.resetAfter !== undefined && received > now.resetAfter) {
        socket.resetAndDestroy();
        return;
      }
      sheet = cutAndAnswer(socket, sheet, now);
    });
  }

  /** Takes whole sheets off, answers `GS r` in turn, and gives back what is not yet cut. */
  function cutAndAnswer(socket: Socket, sheet: number[], now: Behaviour): number[] {
    let begin = 0;
    const bytes = Uint8Array.from(sheet);
    for (const token of tokenize(bytes).tokens) {
      if (token.name === 'GS V') {
        papers.push(sheetOf(bytes.subarray(begin, token.end)));
        begin = token.end;
      }
      if (token.name === 'GS r') {
        begin = token.end;
        if (now.resetAtEnd) socket.resetAndDestroy();
        else reply(socket, now.endsWhilePrinting ? 0x0c : 0x00, now);
      }
    }
    return sheet.slice(begin);
  }

  return {
    port,
    papers: () => papers,
    scraps: () => scraps,
    behave(next) {
      behaviour = next;
    },
    off: () => shut(server, sockets),
    async on() {
      server = await listen(port);
    },
    close: () => shut(server, sockets),
  };
}

/** Answers `DLE EOT n` as it arrives, wherever it stands, and gives back the other bytes. */
function answerRealtime(socket: Socket, data: Uint8Array, now: Behaviour): number[] {
  const rest: number[] = [];
  for (let i = 0; i < data.length; i += 1) {
    const n = data[i + 2] ?? 0;
    if (data[i] === 0x10 && data[i + 1] === 0x04 && n >= 1 && n <= 4) {
      reply(socket, realtimeAnswer(n, now), now);
      i += 2;
    } else rest.push(data[i] ?? 0);
  }
  return rest;
}

function realtimeAnswer(n: number, { paper, cover }: Behaviour): number {
  const offline = paper === 'out' || cover === 'open';
  if (n === 1) return 0x12 | (offline ? 0x08 : 0);
  if (n === 2) return 0x12 | (cover === 'open' ? 0x04 : 0) | (paper === 'out' ? 0x20 : 0);
  if (n === 4) return 0x12 | (paper === 'out' ? 0x60 : 0);
  return 0x12;
}

function reply(socket: Socket, byte: number, now: Behaviour): void {
  if (now.silent || socket.destroyed) return;
  if (!now.noisyAnswers) {
    socket.write(Uint8Array.of(byte));
    return;
  }
  socket.write(Uint8Array.of(0xff));
  setTimeout(() => {
    if (!socket.destroyed) socket.write(Uint8Array.of(byte));
  }, 20).unref();
}

async function shut(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  if (!server.listening) return;
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
}
