import type { Statement } from './db/direct.ts';

/**
 * The statements of a push. `docs/sync.md` says in which order the locks are taken.
 *
 * Rows are looked up one by one (`LATERAL` with `LIMIT` or `OFFSET 0`, which the planner does not take apart), because the
 * plan must not depend on what it believes: made while a centre was new, and kept, it read every case of the institution twice
 * for each edit.
 */

/** $1 station, $2 institution. The institution is locked first: its CTE is read before the outer row is locked. */
export const LOCK_CHAIN: Statement = {
  name: 'push_lock_chain',
  text: `WITH home AS MATERIALIZED (SELECT version FROM institutions WHERE name = $2 FOR SHARE)
    SELECT c.head_seq AS seq, c.head_hash AS hash, c.backed_seq AS backed, home.version,
      (SELECT epoch FROM epochs ORDER BY number DESC LIMIT 1) AS epoch, (SELECT max(number) > 1 FROM epochs) AS restored
    FROM chains c CROSS JOIN home WHERE c.institution = $2 AND c.station = $1 FOR NO KEY UPDATE OF c`,
};
export interface ChainRow {
  seq: number;
  hash: string;
  backed: number;
  /** Counts the changes to the institution's stations and officers. */
  version: number;
  epoch: string;
  /** Whether the database was ever put back from a backup. */
  restored: boolean;
}

/**
 * $1 cases, $2 ids, $3 station, $4 places of its chain, $5 institution, $6 case numbers, $7 officers. Locks the cases in the order of their ids and tells what else the
 * batch meets: ids that are taken, numbers that are, roles that the directory
 * ever gave to these officers, places of the chain that are taken.
 */
export const LOCK_CASES: Statement = {
  name: 'push_lock_cases',
  text: `WITH locked AS MATERIALIZED (
      SELECT id, revision FROM cases WHERE institution = $5 AND id = ANY (string_to_array($1, ',')) ORDER BY id
      FOR NO KEY UPDATE
    )
    SELECT 'case' AS what, id AS word, revision AS n, 0 AS seq, '' AS more, false AS conflict FROM locked
    UNION ALL SELECT 'id', id, 0, 0, '', false FROM entries
      WHERE institution = $5 AND id = ANY (string_to_array($2, ',')) AND refused IS NULL
    UNION ALL SELECT 'number', number, 0, 0, '', false FROM cases
      WHERE institution = $5 AND number = ANY (string_to_array($6, ','))
    UNION ALL SELECT 'role', officer, 0, 0, role, false FROM officer_roles
      WHERE institution = $5 AND officer = ANY (string_to_array($7, ','))
    UNION ALL SELECT 'place', e.hash, k.seq, e.case_seq, '', e.conflict
      FROM unnest(string_to_array($4, ',')::integer[]) AS k (seq) CROSS JOIN LATERAL (
        SELECT hash, case_seq, conflict FROM entries WHERE institution = $5 AND station = $3 AND station_seq = k.seq
        LIMIT 1
      ) e`,
};
export interface MetRow {
  what: 'case' | 'id' | 'number' | 'role' | 'place';
  /** Case id, entry id, case number, officer or hash. */
  word: string;
  /** Revision of the case, or place in the chain. */
  n: number;
  /** Place in its case; null for an entry that is in none. */
  seq: number | null;
  /** Role. */
  more: string;
  conflict: boolean;
}

/** $1 cases, $2 institution: what is stored of them, in their order. */
export const READ_CASES: Statement = {
  name: 'read_cases',
  text: `SELECT k.id AS "caseId", e.body FROM unnest(string_to_array($1, ',')) AS k (id) CROSS JOIN LATERAL (
      SELECT case_seq, body FROM entries WHERE institution = $2 AND case_id = k.id AND refused IS NULL OFFSET 0
    ) e
    ORDER BY k.id, e.case_seq`,
};

/** $1 institution: its stations that have enrolled. */
export const READ_VIEWERS: Statement = {
  name: 'read_viewers',
  text: `SELECT code, kind, units FROM stations WHERE institution = $1 AND enrolled_at IS NOT NULL ORDER BY code`,
};

/**
 * Everything that a batch changes, in one statement, if all is still as it was when the batch was judged; otherwise nothing,
 * and no row comes back. So it can stand alone, without a transaction around it. It takes the locks in the usual order: each
 * part waits for the one before it to be read.
 *
 * $1 station, $2 head, $3 hash of the head; entries: $4 places, $5 ids, $6 cases, $7 places in them, $8 hashes, $9 texts (one a
 * line), $10 conflicts, $11 codes of the refused, $12 received at; new cases: $13 ids, $14 institution, $15 revisions; known
 * cases: $16 ids, $17 revisions; feeds: $18 stations, $19 how many items each; items: $20 stations, $21 which of that
 * station's, 1 to n, $22 authors, $23 places of the authors, $24 masked; $25 numbers of the new cases.
 * As it was met: $26 head, $27 its hash, $28 version of the institution, $29 epoch, $30 revisions of the known cases.
 *
 * Known cases are advanced over their unique key, by a conflict that is certain because each is there and locked: an UPDATE
 * that joins would leave it to the planner how they are found.
 *
 * The feeds' heads are locked in the order of their codes and stay so until the commit: positions are handed out in the
 * order of commits, so nobody who has read n can miss a smaller one that comes later.
 */
export const WRITE_BATCH: Statement = {
  name: 'push_write',
  text: `WITH home AS MATERIALIZED (
      SELECT version FROM institutions WHERE name = $14 AND version = $28 FOR SHARE
    ), chain AS MATERIALIZED (
      SELECT c.backed_seq AS backed FROM chains c CROSS JOIN home
      WHERE c.institution = $14 AND c.station = $1 AND c.head_seq = $26 AND c.head_hash = $27 FOR NO KEY UPDATE OF c
    ), met AS MATERIALIZED (
      SELECT c.id, c.station, c.number, k.after
      FROM (
        SELECT id, revision, after FROM unnest(
          string_to_array($16, ','), string_to_array($30, ',')::integer[], string_to_array($17, ',')::integer[]
        ) AS k (id, revision, after) ORDER BY id
      ) k CROSS JOIN LATERAL (
        SELECT id, station, number FROM cases WHERE institution = $14 AND id = k.id AND revision = k.revision
        LIMIT 1 FOR NO KEY UPDATE
      ) c
      WHERE EXISTS (SELECT FROM chain)
    ), go AS MATERIALIZED (
      SELECT backed FROM chain WHERE (SELECT count(*) FROM met) = cardinality(string_to_array($16, ','))
        AND (SELECT epoch FROM epochs ORDER BY number DESC LIMIT 1) = $29
    ), moved AS (
      UPDATE chains SET head_seq = $2, head_hash = $3 FROM go WHERE institution = $14 AND station = $1
    ), opened AS (
      INSERT INTO cases (institution, id, station, revision, number)
      SELECT $14, id, $1, revision, number
      FROM go, unnest(string_to_array($13, ','), string_to_array($15, ',')::integer[], string_to_array($25, ','))
        AS n (id, revision, number)
    ), advanced AS (
      INSERT INTO cases (institution, id, station, revision, number)
      SELECT $14, met.id, met.station, met.after, met.number FROM go, met
      ON CONFLICT (institution, id) DO UPDATE SET revision = excluded.revision
    ), stored AS (
      INSERT INTO entries (institution, station, station_seq, id, case_id, case_seq, hash, body, conflict, refused,
        received_at)
      SELECT $14, $1, seq, id, case_id, case_seq, hash, body, conflict, refused, $12::timestamptz
      FROM go, unnest(
        string_to_array($4, ',')::integer[], string_to_array($5, ','), string_to_array($6, ',', ''),
        string_to_array($7, ',', '')::integer[], string_to_array($8, ','), string_to_array($9, E'\\n'),
        string_to_array($10, ',')::boolean[], string_to_array($11, ',', '')
      ) AS e (seq, id, case_id, case_seq, hash, body, conflict, refused)
    ), wanted AS (
      SELECT * FROM unnest(string_to_array($18, ','), string_to_array($19, ',')::integer[]) AS w (station, items)
    ), locked AS MATERIALIZED (
      SELECT station FROM feed_heads
      WHERE EXISTS (SELECT FROM go) AND institution = $14 AND station IN (SELECT station FROM wanted)
      ORDER BY station FOR NO KEY UPDATE
    ), grown AS (
      UPDATE feed_heads f SET pos = f.pos + w.items FROM locked JOIN wanted w ON w.station = locked.station
      WHERE f.institution = $14 AND f.station = locked.station RETURNING f.station, f.pos - w.items AS base
    ), fed AS (
      INSERT INTO feed (institution, station, pos, author, author_seq, masked)
      SELECT $14, i.station, grown.base + i.nth, i.author, i.author_seq, i.masked
      FROM unnest(
        string_to_array($20, ','), string_to_array($21, ',')::integer[], string_to_array($22, ','),
        string_to_array($23, ',')::integer[], string_to_array($24, ',')::boolean[]
      ) AS i (station, nth, author, author_seq, masked)
      JOIN grown ON grown.station = i.station
    )
    SELECT go.backed, grown.station, grown.base FROM go LEFT JOIN grown ON true`,
};

export interface WrittenRow {
  /** The station's chain is in a verified backup up to here. */
  backed: number;
  /** One that got something into its feed, and where that ended before; null when none did. */
  station: string | null;
  base: number | null;
}

/** $1 station, $2 place, $3 place in its case, $4 conflict, $5 code, $6 institution: an entry that was refused is judged again. */
export const SETTLE_AGAIN: Statement = {
  name: 'push_settle_again',
  text: `UPDATE entries SET case_seq = $3, conflict = $4, refused = $5
    WHERE institution = $6 AND station = $1 AND station_seq = $2`,
};

/** $1 station, $2 place, $3 hash, $4 text, $5 received at, $6 institution. */
export const KEEP_FORK: Statement = {
  name: 'push_keep_fork',
  text: `INSERT INTO forks (institution, station, station_seq, hash, body, received_at)
    VALUES ($6, $1, $2, $3, $4, $5::timestamptz)
    ON CONFLICT DO NOTHING`,
};

/** $1 station; $2 hashes of files, $3 places of the entries that name them, $4 their cases, $5 institution. */
export const NAME_FILES: Statement = {
  name: 'push_name_files',
  text: `INSERT INTO file_names (institution, sha256, station, station_seq, case_id)
    SELECT $5, sha256, $1, seq, case_id FROM unnest(
      string_to_array($2, ','), string_to_array($3, ',')::integer[], string_to_array($4, ',')
    ) AS n (sha256, seq, case_id) ON CONFLICT DO NOTHING`,
};

/** $1 stations, $2 authors, $3 places of the authors: one of each per entry; $4 institution. Which of them stand in that station's feed. */
export const ALREADY_FED: Statement = {
  name: 'push_already_fed',
  text: `SELECT w.station, w.author, w.author_seq AS "authorSeq"
    FROM unnest(string_to_array($1, ','), string_to_array($2, ','), string_to_array($3, ',')::integer[])
        AS w (station, author, author_seq)
      CROSS JOIN LATERAL (
        SELECT FROM feed WHERE institution = $4 AND station = w.station AND author = w.author
          AND author_seq = w.author_seq LIMIT 1
      ) f`,
};

/** $1 id, $2 version. */
export const PUBLISHED_REGIME: Statement = {
  name: 'push_published_regime',
  text: `SELECT document FROM rulebooks WHERE kind = 'regime' AND id = $1 AND version = $2`,
};

/**
 * $1 station, $2 institution, $3 officers: all that a batch is judged by besides cases, as of one snapshot and without a lock.
 * Whoever relies on it has epoch, version and head compared under the locks when the batch is written.
 */
export const LEARN: Statement = {
  name: 'push_learn',
  text: `SELECT 'chain' AS what, c.head_hash AS word, c.head_seq AS n, i.version,
      (SELECT epoch FROM epochs ORDER BY number DESC LIMIT 1) AS more, NULL::text[] AS units
    FROM chains c JOIN institutions i ON i.name = $2 WHERE c.institution = $2 AND c.station = $1
    UNION ALL SELECT 'viewer', code, 0, 0, kind, units FROM stations WHERE institution = $2 AND enrolled_at IS NOT NULL
    UNION ALL SELECT 'role', officer, 0, 0, role, NULL FROM officer_roles
      WHERE institution = $2 AND officer = ANY (string_to_array($3, ','))`,
};
export interface LearntRow {
  what: 'chain' | 'viewer' | 'role';
  /** Hash of the head, station code, or officer. */
  word: string;
  /** Place of the head. */
  n: number;
  /** Of the institution. */
  version: number;
  /** Epoch, kind of the station, or role. */
  more: string;
  units: string[] | null;
}
