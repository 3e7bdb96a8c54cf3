import { chainHead, insertEntry, regimeOf } from '../../db/entries.ts';
import { raiseCounter, raiseFloor } from '../../db/number-floor.ts';
import type { StationDb } from '../../db/open.ts';
import { enqueueEntry, reject } from '../../db/outbox.ts';
import { ownEntryAt } from '../../db/placement.ts';
import { canonicalJson, hashHolds, hashOf } from '../../domain/case-file/chain.ts';
import { type Entry, entrySchema, GENESIS_HASH } from '../../domain/contract/entries.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import { MAX_UNPACKED_BYTES, type OwnHead, ownHeadSchema, PATHS, refusalOf } from '../../domain/contract/wire.ts';
import { unpack } from '../../wire/pack.ts';
import { shanghaiIso } from '../platform.ts';
import { projectCase } from '../services/project-case.ts';
import { demandOk, readBytes } from '../sync/answers.ts';
import { readMark, writeMark } from '../sync/marks.ts';
import { retryAside } from '../sync/receive.ts';
import type { SignedCall } from '../sync/signed-calls.ts';
import type { Workspace } from '../workspace.ts';
import { floorAfter } from './floor-after.ts';
import { seriesOf } from './number-series.ts';
import { readStanding, writeStanding } from './standing.ts';

/** An own entry as the centre gave it back. */
interface Returned {
  entry: Entry;
  text: string;
  fate: OwnHead['items'][number];
}

/**
 * Gets back from the centre what this station wrote after the point that both certainly share, and ends the time in which
 * it may not write or not report. What was written here meanwhile is put behind it: the same facts at later places of the
 * chain. A desk that knows its chain to the end is left alone.
 *
 * @param isRunning false once the engine was stopped: nothing is written any more
 * @returns ids of the cases that changed
 * @throws DeskError `entry_fork` when not even the shared part is the same; `centre_protocol`; those of `call`
 */
export async function rejoin(workspace: Workspace, call: SignedCall, isRunning: () => boolean): Promise<string[]> {
  const state = readStanding(workspace.db.orm)?.state;
  if (state !== 'behind' && state !== 'alone') return [];
  const shared = readMark(workspace, 'centre head');
  const returned = await fetchOwn(workspace, call, shared);
  if (!isRunning()) return [];
  return workspace.db.raw.transaction(() => settle(workspace, shared, returned)).immediate();
}

async function fetchOwn(workspace: Workspace, call: SignedCall, shared: number): Promise<Returned[]> {
  const { db, settings } = workspace;
  let seq = shared;
  let hash = shared === 0 ? GENESIS_HASH : (ownEntryAt(db, settings().station.code, shared)?.hash ?? '');
  const all: Returned[] = [];
  for (;;) {
    const page = await fetchPage(call, seq);
    if (page.head.at !== '' && page.head.at !== hash) throw new DeskError('entry_fork', { detail: `#${seq}` });
    for (const one of page.items) {
      demandLink(workspace, one, { seq: seq + 1, prevHash: hash });
      seq += 1;
      hash = one.entry.hash;
      all.push(one);
    }
    if (page.items.length === 0 || seq >= page.head.seq) return all;
  }
}

async function fetchPage(call: SignedCall, after: number): Promise<{ head: OwnHead; items: Returned[] }> {
  const response = await call({ method: 'GET', path: `${PATHS.own}?after=${after}`, body: null });
  await demandOk(response);
  try {
    const [first = '', ...texts] = (await unpack(await readBytes(response), MAX_UNPACKED_BYTES)).split('\n');
    const head = ownHeadSchema.parse(JSON.parse(first));
    if (texts.length !== head.items.length) throw new Error('lines of a page');
    const items = texts.map((text, index) => ({
      entry: entrySchema.parse(JSON.parse(text)) as Entry,
      text,
      fate: head.items[index] ?? 'internal',
    }));
    return { head, items };
  } catch (cause) {
    throw cause instanceof DeskError ? cause : new DeskError('centre_protocol', { detail: 'own', cause });
  }
}

/** The centre is not believed: what it gives back must be this station's chain, link by link. */
function demandLink(workspace: Workspace, { entry, text }: Returned, wanted: { seq: number; prevHash: string }): void {
  const whole = hashHolds(text, JSON.parse(text) as Entry, workspace.platform.sha256);
  const fits = entry.stationSeq === wanted.seq && entry.prevHash === wanted.prevHash;
  if (!whole || !fits || entry.stationId !== workspace.settings().station.code)
    throw new DeskError('centre_protocol', { detail: `own #${wanted.seq}` });
}

function settle(workspace: Workspace, shared: number, returned: readonly Returned[]): string[] {
  const { db, settings, platform } = workspace;
  const changed = new Set<string>();
  let isAnotherAhead = false;
  if (returned.length > 0) {
    const known = new Set(returned.map(({ entry }) => entry.id));
    const later = takeOut(db, settings().station.code, shared);
    for (const one of returned) {
      if (putBack(workspace, one)) isAnotherAhead = true;
      changed.add(one.entry.caseId);
    }
    for (const entry of later.filter(({ id }) => !known.has(id))) {
      putBehind(workspace, entry);
      changed.add(entry.caseId);
    }
  }
  const last = returned.at(-1)?.entry;
  writeMark(workspace, 'centre head', last?.stationSeq ?? shared);
  const now = platform.now();
  const standing = readStanding(db.orm);
  if (standing) {
    const wroteLater = last !== undefined && Date.parse(last.wallTime) > Date.parse(standing.since);
    if (last && (isAnotherAhead || wroteLater)) raiseAbove(db, last, now);
    writeStanding(db.orm, { ...standing, state: 'settled', since: shanghaiIso(now) });
  }
  // The registration of a case of others may still be on its way: it is projected when that comes.
  const whole = [...changed].filter((caseId) => regimeOf(db, caseId) !== null);
  for (const caseId of whole) projectCase(workspace, caseId);
  // The feed may have brought what others wrote in a case whose registration was missing until now.
  return [...new Set([...whole, ...retryAside(workspace)])];
}

/**
 * Raises the numbers above those that another PC may have given out as this station and not reported yet, when it was put
 * away in its turn: what the centre has of it ends before what it put on paper.
 *
 * @param last entry that the centre has of that PC
 */
function raiseAbove(db: StationDb, last: Entry, now: Date): void {
  raiseFloor(db.orm, { ...floorAfter(new Date(last.wallTime), now), mixed: true }, now);
}

/** Own entries of which nobody said yet where they stand, in the order in which they were written. */
function takeOut(db: StationDb, stationId: string, shared: number): Entry[] {
  const those = 'station_id = ? AND station_seq > ?';
  const rows = db.raw
    .prepare(`SELECT body FROM whole_entries WHERE ${those} ORDER BY station_seq`)
    .pluck()
    .all(stationId, shared) as string[];
  db.raw.prepare(`DELETE FROM outbox WHERE entry_id IN (SELECT id FROM entries WHERE ${those})`).run(stationId, shared);
  db.raw.prepare(`DELETE FROM entries WHERE ${those}`).run(stationId, shared);
  return rows.map((body) => JSON.parse(body) as Entry);
}

/** @returns whether it gave out a number that this PC had not come to yet */
function putBack(workspace: Workspace, { entry, text, fate }: Returned): boolean {
  const { db, platform } = workspace;
  const serverSeq = typeof fate === 'number' ? fate : null;
  insertEntry(db, entry, text, { serverSeq, masked: false, feedPos: null });
  if (typeof fate !== 'number') {
    enqueueEntry(db, entry);
    reject(db, entry.id, refusalOf(fate), shanghaiIso(platform.now()));
  }
  return seriesOf(entry)
    .map(({ series, number }) => raiseCounter(db.orm, series, number, platform.now()))
    .includes(true);
}

/** The same fact, written by the same officer at the same time, one place further on in the chain. */
function putBehind(workspace: Workspace, entry: Entry): void {
  const { db, platform, settings } = workspace;
  const head = chainHead(db, settings().station.code);
  const { hash: _hash, ...open } = { ...entry, stationSeq: head.seq + 1, prevHash: head.hash };
  const moved = { ...open, hash: hashOf(open, platform.sha256) } as Entry;
  insertEntry(db, moved, canonicalJson(moved), { serverSeq: null, masked: false, feedPos: null });
  enqueueEntry(db, moved);
}
