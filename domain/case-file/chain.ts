import type { Entry } from '../contract/entries.ts';
import { GENESIS_HASH } from '../contract/entries.ts';
import type { ErrorCode } from '../contract/errors.ts';

/** SHA-256 of a text's UTF-8 bytes, lower-case hex. Given from outside, so that the domain stays free of platforms. */
export type Sha256 = (text: string) => string;

/**
 * JSON with object members sorted by name (UTF-16 order, as RFC 8785 demands) and no white space; members that are
 * `undefined` are left out. Two parties that hold the same entry get the same text, whatever wrote it.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members: string[] = [];
    for (const key of Object.keys(value).sort()) {
      const member = (value as Record<string, unknown>)[key];
      if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`);
    }
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

/** The hash that an entry must carry: SHA-256 over the canonical JSON of all its other members. */
export function hashOf(entry: Omit<Entry, 'hash'>, sha256: Sha256): string {
  const { hash: _own, ...rest } = entry as Entry;
  return sha256(canonicalJson(rest));
}

/** An entry's hash, and its canonical JSON with the hash in its place: what is stored, sent and hashed by others. */
export function sealedText(entry: Omit<Entry, 'hash'>, sha256: Sha256): { hash: string; text: string } {
  const members: string[] = [];
  let place = 0;
  for (const [name, value] of Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (value === undefined || name === 'hash') continue;
    members.push(`${JSON.stringify(name)}:${canonicalJson(value)}`);
    if (name < 'hash') place = members.length;
  }
  const hash = sha256(`{${members.join(',')}}`);
  members.splice(place, 0, `"hash":"${hash}"`);
  return { hash, text: `{${members.join(',')}}` };
}

/**
 * Whether an entry as it came carries the hash of its content.
 *
 * @param text  the JSON that came
 * @param entry what `JSON.parse` made of it
 */
export function hashHolds(text: string, entry: Entry, sha256: Sha256): boolean {
  const member = `"hash":"${entry.hash}",`;
  const at = text.indexOf(member);
  // What another writer put in another order, or with white space, is brought into the one form that is hashed.
  if (at < 0 || !isSorted(entry) || JSON.stringify(entry) !== text) return hashOf(entry, sha256) === entry.hash;
  return sha256(text.slice(0, at) + text.slice(at + member.length)) === entry.hash;
}

/** Whether the members of a value and of all values in it stand in the order of canonical JSON. */
function isSorted(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return true;
  if (Array.isArray(value)) return value.every(isSorted);
  let before = '';
  for (const name of Object.keys(value)) {
    if (name < before || !isSorted((value as Record<string, unknown>)[name])) return false;
    before = name;
  }
  return true;
}

export interface ChainFault {
  /** Station sequence at which the chain breaks. */
  seq: number;
  code: Extract<ErrorCode, 'entry_hash' | 'entry_gap' | 'entry_fork'>;
}

/**
 * Checks one station's chain.
 *
 * @param entries in station sequence order, beginning with sequence 1
 * @returns every fault found; empty when the chain is whole
 */
export function checkChain(entries: Iterable<Entry>, sha256: Sha256): ChainFault[] {
  const faults: ChainFault[] = [];
  let seq = 0;
  let previous = GENESIS_HASH;
  for (const entry of entries) {
    seq += 1;
    if (entry.stationSeq !== seq) {
      faults.push({ seq, code: 'entry_gap' });
      seq = entry.stationSeq;
    } else if (entry.prevHash !== previous) faults.push({ seq, code: 'entry_fork' });
    if (hashOf(entry, sha256) !== entry.hash) faults.push({ seq, code: 'entry_hash' });
    previous = entry.hash;
  }
  return faults;
}
