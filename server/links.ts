import { z } from 'zod';
import { canonicalJson } from '../domain/case-file/chain.ts';
import { sha256Hex } from './digest.ts';

/** Deeper nesting than this is no entry of ours, and would only exhaust the stack. */
const MAX_DEPTH = 24;

/** What is needed to give an entry its place in a chain, whatever the rest of it says. */
const linkSchema = z.object({
  id: z.uuid(),
  stationId: z.string().min(1).max(20),
  stationSeq: z.number().int().min(1).max(2_147_483_647),
  prevHash: z.string().regex(/^[0-9a-f]{64}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

export interface Link extends z.output<typeof linkSchema> {
  /** The entry as it came, unknown members included. */
  raw: Record<string, unknown>;
  /** `null` when it is no UUID: such an entry is refused by its schema. */
  caseId: string | null;
}

/** Reads an entry's place in its chain; `null` when it does not say one. */
export function readLink(raw: unknown): Link | null {
  if (isTooDeep(raw, MAX_DEPTH)) return null;
  const parsed = linkSchema.safeParse(raw);
  if (!parsed.success) return null;
  const members = raw as Record<string, unknown>;
  const caseId = z.uuid().safeParse(members.caseId);
  return { ...parsed.data, raw: members, caseId: caseId.success ? caseId.data : null };
}

/** Whether the hash that a link claims is that of its content. Unknown members count: they were hashed too. */
export function hasTrueHash(link: Link): boolean {
  const { hash: _own, ...rest } = link.raw;
  return sha256Hex(canonicalJson(rest)) === link.hash;
}

/** The id to answer under; empty when the entry has none. */
export function idOf(raw: unknown): string {
  const id = raw !== null && typeof raw === 'object' ? (raw as Record<string, unknown>).id : undefined;
  return typeof id === 'string' && id.length <= 64 ? id : '';
}

function isTooDeep(value: unknown, left: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (left === 0) return true;
  return Object.values(value).some((member) => isTooDeep(member, left - 1));
}
