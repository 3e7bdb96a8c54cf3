import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hashOf } from '../../domain/case-file/chain.ts';
import { caseNumber } from '../../domain/case-file/number.ts';
import { type Actor, type Entry, type EntryKind, GENESIS_HASH, type Payload } from '../../domain/contract/entries.ts';
import { type ComplaintRecord, recordSchema } from '../../domain/contract/record.ts';

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

const SAMPLES = new URL('../samples/complaints.json', import.meta.url);

/** The sample complaints that are meant to be registered, by sample id. */
export function sampleRecords(): Map<string, ComplaintRecord> {
  const samples = JSON.parse(readFileSync(SAMPLES, 'utf8')) as { id: string; expect: { valid: boolean } }[];
  return new Map(samples.filter((s) => s.expect.valid).map((s) => [s.id, recordSchema.parse(s)]));
}

/** One sample by its id. */
export function sampleRecord(id: string): ComplaintRecord {
  const record = sampleRecords().get(id);
  if (!record) throw new Error(`no sample ${id}`);
  return record;
}

let counter = 0;

/** A UUIDv7 whose time part is a counter: unique in this process, in rising order. */
export function nextUuid(): string {
  counter += 1;
  const time = (1_763_700_000_000 + counter).toString(16).padStart(12, '0');
  const tail = sha256(`uuid ${process.pid} ${counter}`);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${tail.slice(0, 3)}-a${tail.slice(3, 6)}-${tail.slice(6, 18)}`;
}

const OFFICER: Actor = { officerId: 'o-1', name: '示例员', roles: ['window_chief'] };

/** A station's chain: writes entries with the next sequence, the right previous hash and the right hash. */
export class ChainBuilder {
  readonly stationId: string;
  #seq = 0;
  #head = GENESIS_HASH;

  constructor(stationId: string) {
    this.stationId = stationId;
  }

  /** Appends an entry. `overrides` change the envelope before the hash is taken. */
  add<K extends EntryKind>(kind: K, caseId: string, payload: Payload<K>, overrides: Partial<Entry> = {}): Entry {
    const entry = seal({
      id: nextUuid(),
      caseId,
      stationId: this.stationId,
      stationSeq: this.#seq + 1,
      actor: OFFICER,
      wallTime: '2026-03-02T09:42:10+08:00',
      baseRevision: 0,
      prevHash: this.#head,
      ...overrides,
      kind,
      payload,
    } as Omit<Entry, 'hash'>);
    this.#seq = entry.stationSeq;
    this.#head = entry.hash;
    return entry;
  }

  /** Registers a new case; the case id is on the entry. */
  register(record: ComplaintRecord = sampleRecord('tanghe-01'), caseId: string = nextUuid()): Entry {
    const number = caseNumber(this.stationId, '2026-03-02', this.#seq + 1);
    const regime = { id: record.regime, version: '1' };
    return this.add('registered', caseId, { number, regime, stationName: `${this.stationId} 样例站点`, record });
  }

  note(caseId: string, text: string, baseRevision = 1): Entry {
    return this.add('noted', caseId, { text }, { baseRevision });
  }

  accept(caseId: string, baseRevision = 1): Entry {
    return this.add('accepted', caseId, { category: 'general', noticeNumber: 'S-1' }, { baseRevision });
  }

  assign(caseId: string, unit: { id: string; name: string; station: string | null }, baseRevision = 2): Entry {
    return this.add(
      'assigned',
      caseId,
      { unit, mode: 'handle', opinion: '请办理', slipNumber: 'Z-1' },
      { baseRevision },
    );
  }
}

/** Gives an entry the hash of its content. */
export function seal(entry: Omit<Entry, 'hash'>): Entry {
  return { ...entry, hash: hashOf(entry, sha256) } as Entry;
}
