import { DeskError } from '../domain/contract/errors.ts';
import {
  type FeedItem,
  type FeedState,
  feedStateSchema,
  MAX_UNPACKED_BYTES,
  pageHeadSchema,
} from '../domain/contract/wire.ts';
import { pack, unpackBoth } from './pack.ts';

/**
 * A feed is a row of frames: one byte kind, four bytes length (big endian), then that many bytes.
 * `beat` is empty and says that the line lives; `state` is JSON (`feedStateSchema`); `page` is packed lines:
 * `pageHeadSchema`, then one entry a line.
 */
const KIND = { beat: 0, state: 1, page: 2 } as const;
const HEAD_BYTES = 5;
/** Longest frame that is read, bytes. */
const MAX_FRAME = 16 * 1024 * 1024;

/** A frame as it came: a page is still packed. */
export type PackedFrame = { kind: 'beat' } | { kind: 'state'; state: FeedState } | { kind: 'page'; body: Uint8Array };
export type Frame = Exclude<PackedFrame, { kind: 'page' }> | { kind: 'page'; items: FeedItem[] };

export const beatFrame = (): Uint8Array => frame(KIND.beat, new Uint8Array());

export const stateFrame = (state: FeedState): Uint8Array => frame(KIND.state, Buffer.from(JSON.stringify(state)));

/** @param items at least one, positions without gaps */
export async function pageFrame(items: readonly FeedItem[]): Promise<Uint8Array> {
  const head = { pos: items[0]?.pos ?? 0, items: items.map(({ seq, masked }) => (masked ? -seq : seq)) };
  return frame(KIND.page, await pack([JSON.stringify(head), ...items.map(({ text }) => text)].join('\n')));
}

function frame(kind: number, body: Uint8Array): Uint8Array {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + body.length);
  bytes.writeUInt8(kind, 0);
  bytes.writeUInt32BE(body.length, 1);
  bytes.set(body, HEAD_BYTES);
  return bytes;
}

/**
 * Reads frames as they arrive. What breaks off in the middle of a frame is dropped: the reader goes on from its cursor.
 *
 * @throws DeskError `centre_protocol` for what is no frame of ours; whatever `bytes` throws
 */
export async function* readFrames(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  for await (const frame of readPacked(bytes))
    yield frame.kind === 'page' ? { kind: 'page', items: (await readPage(frame.body)).items } : frame;
}

/** The same with pages left packed, so that who reads them can do it elsewhere. */
export async function* readPacked(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<PackedFrame> {
  let pieces: Uint8Array[] = [];
  let held = 0;
  const joined = () => {
    const all = pieces.length === 1 && pieces[0] ? Buffer.from(pieces[0]) : Buffer.concat(pieces);
    pieces = [all];
    return all;
  };
  for await (const piece of bytes) {
    pieces.push(piece);
    held += piece.length;
    while (held >= HEAD_BYTES) {
      const known = joined();
      const length = known.readUInt32BE(1);
      if (length > MAX_FRAME) throw new DeskError('centre_protocol', { detail: 'frame length' });
      if (held < HEAD_BYTES + length) break;
      pieces = [known.subarray(HEAD_BYTES + length)];
      held -= HEAD_BYTES + length;
      yield packedFrame(known.readUInt8(0), known.subarray(HEAD_BYTES, HEAD_BYTES + length));
    }
  }
}

function packedFrame(kind: number, body: Uint8Array): PackedFrame {
  if (kind === KIND.beat) return { kind: 'beat' };
  if (kind === KIND.page) return { kind: 'page', body };
  if (kind !== KIND.state) throw new DeskError('centre_protocol', { detail: 'frame kind' });
  try {
    return { kind: 'state', state: feedStateSchema.parse(JSON.parse(Buffer.from(body).toString('utf8'))) };
  } catch (cause) {
    throw new DeskError('centre_protocol', { detail: 'frame', cause });
  }
}

/**
 * The items of a page, and the bytes of its lines: the head, then one item a line.
 *
 * @param body of the frame, packed
 * @throws DeskError `centre_protocol` for what is no page of ours
 */
export async function readPage(body: Uint8Array): Promise<{ items: FeedItem[]; bytes: Buffer }> {
  try {
    const { text, bytes } = await unpackBoth(body, MAX_UNPACKED_BYTES);
    return { items: itemsOf(text), bytes };
  } catch (cause) {
    throw new DeskError('centre_protocol', { detail: 'frame', cause });
  }
}

function itemsOf(text: string): FeedItem[] {
  const [first = '', ...texts] = text.split('\n');
  const { pos, items } = pageHeadSchema.parse(JSON.parse(first));
  if (texts.length !== items.length) throw new Error('lines of a page');
  return texts.map((line, index) => {
    const seq = items[index] ?? 0;
    return { pos: pos + index, seq: Math.abs(seq), masked: seq < 0, text: line };
  });
}
