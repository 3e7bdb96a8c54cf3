/** What decides where an entry stands that the centre gave no place yet. */
export interface Unplaced {
  stationId: string;
  stationSeq: number;
  baseRevision: number;
}

/**
 * The order in which entries of several stations are folded before the centre has said: each station's in the order of its
 * chain, and between stations whoever had seen less goes first. Every replica that holds the same entries finds the same
 * order, however they came to it.
 */
export function orderUnplaced<T extends Unplaced>(entries: readonly T[]): T[] {
  const chains = new Map<string, T[]>();
  for (const entry of [...entries].sort((a, b) => a.stationSeq - b.stationSeq)) {
    const chain = chains.get(entry.stationId) ?? [];
    chains.set(entry.stationId, chain);
    chain.push(entry);
  }
  const ordered: T[] = [];
  while (ordered.length < entries.length) {
    const heads = [...chains.values()].flatMap((chain) => chain[0] ?? []);
    const next = heads.reduce((a, b) => (comesBefore(b, a) ? b : a));
    chains.get(next.stationId)?.shift();
    ordered.push(next);
  }
  return ordered;
}

function comesBefore(a: Unplaced, b: Unplaced): boolean {
  return a.baseRevision === b.baseRevision ? a.stationId < b.stationId : a.baseRevision < b.baseRevision;
}
