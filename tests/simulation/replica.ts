import type { StationDb } from '../../db/open.ts';
import type { Part } from './cast.ts';

/** What an officer was told is saved: it must be somewhere for ever. */
export interface Promised {
  id: string;
  seq: number;
  hash: string;
}

/** One station's database with what is known about it from outside: what the invariants look at. */
export interface Replica {
  part: Part;
  db: StationDb;
  promised: readonly Promised[];
  /** It came out of a backup once: what was written before it knew the rest may stand at a later place of its chain. */
  replaced: boolean;
}
