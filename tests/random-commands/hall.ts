import { applyEntry, foldCase } from '../../domain/case-file/apply.ts';
import { caseNumber } from '../../domain/case-file/number.ts';
import type { CaseState } from '../../domain/case-file/state.ts';
import { type Actor, type Entry, type EntryKind, GENESIS_HASH, type NewFact } from '../../domain/contract/entries.ts';
import type { ComplaintRecord } from '../../domain/contract/record.ts';
import type { SignedText } from '../../domain/contract/signature.ts';
import { requiresSignature } from '../../domain/regimes/intake.ts';
import type { Profile } from '../../domain/regimes/profile-schema.ts';
import { nextUuid } from '../builders/entries.ts';

/** The citizen's signature under what was written down. */
const SIGNED: SignedText = {
  purpose: 'registration',
  signer: '示例投诉人',
  text: '登记内容',
  textHash: '0'.repeat(64),
  signature: {
    width: 100,
    height: 50,
    strokes: [Array.from({ length: 20 }, (_, i) => ({ x: i * 4, y: 20 + i, t: i, pressure: 0.5 }))],
  },
  signedAt: '2026-03-02T09:42:00+08:00',
  device: 'second_screen',
};

/** Nothing may write into a state that was handed out: a write throws where it happens. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const member of Object.values(value)) frozen(member);
  return value;
}

/** One station's copy of one case: what it has of the centre, and after it what it wrote and has not seen come back. */
export class Desk {
  readonly stationId: string;
  /** How many of the centre's entries it holds. */
  held = 0;
  readonly own: Entry[] = [];
  /** Whether everybody who wrote had seen all that stands before it: then the regime's order holds without exception. */
  straight = true;
  /** Of its entries, in the order of the fold. */
  kinds: EntryKind[] = [];
  #state: CaseState | null = null;
  #seq = 0;

  constructor(stationId: string) {
    this.stationId = stationId;
  }

  get state(): CaseState {
    if (!this.#state) throw new Error(`${this.stationId} holds nothing`);
    return this.#state;
  }

  /** Appends a fact to the case, in order, as `appendFacts` does. */
  write(fact: NewFact, caseId: string, actor: Actor, at: string): void {
    this.#seq += 1;
    const entry = {
      id: nextUuid(),
      caseId,
      stationId: this.stationId,
      stationSeq: this.#seq,
      actor,
      wallTime: at,
      baseRevision: this.#state?.revision ?? 0,
      prevHash: GENESIS_HASH,
      hash: GENESIS_HASH,
      ...fact,
    } as Entry;
    this.own.push(frozen(entry));
    this.kinds.push(entry.kind);
    this.#state = frozen(applyEntry(this.#state, entry));
  }

  /** Takes over what the centre has; own entries that it does not have yet stay behind. */
  pull(centre: readonly Entry[]): void {
    if (this.held === centre.length) return;
    this.held = centre.length;
    const known = new Set(centre);
    const entries = [...centre, ...this.own.filter((entry) => !known.has(entry))];
    this.kinds = entries.map(({ kind }) => kind);
    this.straight = entries.every((entry, index) => entry.baseRevision === index);
    this.#state = frozen(foldCase(entries));
  }
}

/** Two stations that work on one case, and the centre between them. */
export class Hall {
  readonly profile: Profile;
  readonly desks: readonly [Desk, Desk] = [new Desk('TH03'), new Desk('TH01')];
  /** In the order in which they came in. */
  readonly centre: Entry[] = [];
  readonly caseId = nextUuid();

  constructor(profile: Profile, record: ComplaintRecord, actor: Actor) {
    this.profile = profile;
    const regime = { id: profile.id, version: profile.version };
    const number = caseNumber('TH03', '2026-03-02', 1);
    const payload = { number, regime, stationName: '样例站点', record };
    this.desks[0].write({ kind: 'registered', payload }, this.caseId, actor, record.received_at);
    if (requiresSignature(profile, record)) {
      this.desks[0].write({ kind: 'signed', payload: SIGNED }, this.caseId, actor, record.received_at);
    }
    this.push(this.desks[0]);
    for (const desk of this.desks) desk.pull(this.centre);
  }

  push(desk: Desk): void {
    const known = new Set(this.centre);
    for (const entry of desk.own) if (!known.has(entry)) this.centre.push(entry);
  }

  /** Everything reaches everybody. */
  sync(): void {
    for (const desk of this.desks) this.push(desk);
    for (const desk of this.desks) desk.pull(this.centre);
  }
}
