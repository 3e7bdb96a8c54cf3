import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { caseStates } from '../../db/case-states.ts';
import { findCase } from '../../db/cases.ts';
import type { CaseState } from '../../domain/case-file/state.ts';
import { openBenchStation } from '../sync/bench-station.ts';
import { idOf, type PeerPatch, type PeerRecord, toComplaint, toPeer } from './peer-record.ts';

/** Our station behind the interface of the peers' harness. */
export async function openPeerStation({ dir, url, name }: { dir: string; url: string; name: string }) {
  const letter = name.slice(0, 1);
  const codes = JSON.parse(readFileSync(join(dir, '..', 'codes.json'), 'utf8')) as Record<string, string | null>;
  const bench = await openBenchStation(dir, `PEER${letter}`, { address: url, enrolCode: codes[letter] ?? null });
  const { db } = bench.station.workspace;
  let online = false;
  const goOnline = () => {
    if (!online) bench.station.sync.start();
    online = true;
  };
  const caseIds = new Map<string, string>();
  const peerOf = ({ record, notes }: CaseState) =>
    toPeer(
      record,
      notes.map((note) => note.text),
    );

  function caseOf(id: string): string {
    if (!caseIds.has(id)) {
      for (const state of caseStates(db)) caseIds.set(idOf(state.record), state.caseId);
    }
    return caseIds.get(id) ?? '';
  }

  return {
    async create(records: readonly PeerRecord[]) {
      bench.register(records.map(toComplaint));
    },
    async push() {
      goOnline();
      await bench.pushed();
    },
    async pull(expect: number) {
      goOnline();
      await bench.holds(expect);
    },
    async live() {
      goOnline();
    },
    async edit(id: string, patch: PeerPatch) {
      bench.note(caseOf(id), JSON.stringify(patch));
    },
    waitFor: (id: string, rev: number) =>
      bench.until(caseOf(id), (notes) => notes.some((note) => (JSON.parse(note) as PeerPatch).rev === rev)),
    async get(id: string) {
      const found = findCase(db.orm, caseOf(id));
      if (!found) throw new Error(`no record ${id}`);
      return peerOf(found.parsed);
    },
    async count() {
      return bench.count();
    },
    *all() {
      for (const state of caseStates(db)) yield peerOf(state);
    },
    close: () => bench.close(),
  };
}
