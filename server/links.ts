import { z } from 'zod';
import { canonicalJson } from '../domain/case-file/chain.ts';
import type { Entry } from '../domain/contract/entries.ts';
import { readEntry } from '../domain/contract/read-entry.ts';
import { MAX_INTEGER } from '../domain/contract/wire.ts';
import { sha256Hex } from './digest.ts';

/** Deeper nesting than this is no entry of ours, and would only exhaust the stack. */
const MAX_DEPTH = 24;

/** What is needed to give an entry its place in a chain, whatever the rest of it says. */
const linkSchema = z.object({
  id: z.uuid(),
  stationId: z.string().min(1).max(20),
  stationSeq: z.number().int().min(1).max(MAX_INTEGER),
  prevHash: z.string().regex(/^[0-9a-f]{64}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

export interface Link extends z.output<typeof linkSchema> {
  /** What it says, without members that we do not know; `null` when it breaks the schema. */
  entry: Entry | null;
  /** Its canonical JSON: what is fed. */
  text: string;
  /** The same in UTF-8: what is stored. As it came, where it came so: a text of Chinese is dear to write as bytes again. */
  bytes: Uint8Array;
  /** Whether the hash that it claims is that of its content. Unknown members count: they were hashed too. */
  isTrue: boolean;
  /** `null` when it is no UUID: such an entry is refused by its schema. */
  caseId: string | null;
}

/**
 * Reads an entry's place in its chain from a line of a batch; `null` when it does not say one.
 *
 * @param bytes of the line, in UTF-8
 */
export function readLink(line: string, bytes: Uint8Array = Buffer.from(line)): Link | null {
  const raw = parsed(line);
  const shape = shapeOf(raw, MAX_DEPTH);
  if (shape === 'too_deep') return null;
  const place = placeOf(raw);
  if (!place) return null;
  const bare = shape === 'sorted' && JSON.stringify(raw) === line ? withoutHash(bytes, place.hash) : null;
  if (bare !== null) return { ...place, text: line, bytes, isTrue: sha256Hex(bare) === place.hash };
  const { hash: _own, ...rest } = raw as Record<string, unknown>;
  const text = canonicalJson(raw);
  return { ...place, text, bytes: Buffer.from(text), isTrue: sha256Hex(canonicalJson(rest)) === place.hash };
}

/** The whole schema first: it holds all that a place needs, and nearly every entry passes it. */
function placeOf(raw: unknown): Omit<Link, 'text' | 'bytes' | 'isTrue'> | null {
  const entry = readEntry(raw);
  if (entry) {
    const { id, stationId, stationSeq, prevHash, hash, caseId } = entry;
    return stationSeq > MAX_INTEGER ? null : { id, stationId, stationSeq, prevHash, hash, caseId, entry };
  }
  const place = linkSchema.safeParse(raw);
  if (!place.success) return null;
  const caseId = z.uuid().safeParse((raw as Record<string, unknown>).caseId);
  return { ...place.data, caseId: caseId.success ? caseId.data : null, entry: null };
}

/**
 * Canonical text without its own hash member, or `null` where that is not found so easily. The same characters can stand
 * further in only if somebody has found a text that contains its own hash.
 */
function withoutHash(bytes: Uint8Array, hash: string): Uint8Array | null {
  const member = `"hash":"${hash}",`;
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(member, 0, 'latin1');
  return at < 0 ? null : Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + member.length)]);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** How deep a value is nested, and whether the members of every object stand in UTF-16 order, as in canonical JSON. */
function shapeOf(value: unknown, left: number): 'sorted' | 'unsorted' | 'too_deep' {
  if (value === null || typeof value !== 'object') return 'sorted';
  if (left === 0) return 'too_deep';
  let shape: 'sorted' | 'unsorted' = 'sorted';
  let last = '';
  for (const name of Object.keys(value)) {
    if (name < last && !Array.isArray(value)) shape = 'unsorted';
    last = name;
    const inner = shapeOf((value as Record<string, unknown>)[name], left - 1);
    if (inner === 'too_deep') return inner;
    if (inner === 'unsorted') shape = inner;
  }
  return shape;
}
