import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { and, asc, desc, eq, gt, isNull, lte, ne, or, sql } from 'drizzle-orm';
import { DeskError } from '../domain/contract/errors.ts';
import { ProfileError, parseProfile } from '../domain/regimes/profile.ts';
import { recogniseFile } from '../domain/rulebook/read-rulebook.ts';
import {
  documentText,
  MAX_RULEBOOK_LENGTH,
  type Rulebook,
  type RulebookKind,
  signedText,
  type UnsignedRulebook,
} from '../domain/rulebook/rulebook.ts';
import type { CentreDatabase, CentreTransaction } from './db/open.ts';
import { rulebooks } from './db/schema.ts';
import type { RulebookSigner } from './rulebook-signer.ts';

const PROFILES = join(import.meta.dirname, '../domain/regimes/profiles');
/** Any fixed number: two that publish at once take turns. */
const PUBLISH_LOCK = 5_187_002;
/** Rulebooks per page: at most some 4 MB. */
const PAGE = 20;

export interface Published {
  kind: RulebookKind;
  id: string;
  version: string;
  sequence: number;
  keyId: string;
  /** Whether it stood there already, with the same content. */
  already: boolean;
}

/**
 * Signs a rule file and gives it its place in the order.
 *
 * @throws DeskError `rulebook_invalid` with file, line and rule; `rulebook_version` when that version stands for another
 *   content, here or as the program ships it; `centre_key_changed` when earlier ones bear another key's signature
 */
export async function publish(
  db: CentreDatabase | CentreTransaction,
  signer: RulebookSigner,
  file: { name: string; text: string },
  now: Date,
): Promise<Published> {
  if (file.text.length > MAX_RULEBOOK_LENGTH) throw new DeskError('too_large');
  const about = recognise(file);
  demandUnlikeShipped(about, file.text);
  return db.transaction(async (tx) => {
    await lockPublishing(tx);
    await demandSameKey(tx, signer);
    const [before] = await tx
      .select()
      .from(rulebooks)
      .where(and(eq(rulebooks.kind, about.kind), eq(rulebooks.id, about.id), eq(rulebooks.version, about.version)));
    if (before) {
      const { body } = JSON.parse(before.document) as UnsignedRulebook;
      if (body !== file.text) throw new DeskError('rulebook_version', { detail: `${about.id} ${about.version}` });
      return { ...about, sequence: before.sequence, keyId: before.keyId, already: true };
    }
    const unsigned: UnsignedRulebook = {
      ...about,
      sequence: await nextSequence(tx),
      keyId: signer.keyId,
      body: file.text,
    };
    const { body: _text, ...row } = unsigned;
    await tx.insert(rulebooks).values({
      ...row,
      document: documentText(unsigned),
      signature: signer.sign(signedText(unsigned)),
      publishedAt: now,
    });
    return { ...row, already: false };
  });
}

/** Rulebooks are published one at a time, so that they also become visible in the order of their sequences. */
export async function lockPublishing(tx: CentreTransaction): Promise<void> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock(${PUBLISH_LOCK})`);
}

/** The next place in the order, above all of earlier lives of the database; call under `lockPublishing`. */
export async function nextSequence(tx: CentreTransaction): Promise<number> {
  const begun = await tx.execute<{ from: number }>(
    sql`SELECT coalesce(max(rules_from), 0)::integer AS "from" FROM epochs`,
  );
  return Math.max(await lastSequence(tx), begun.rows[0]?.from ?? 0) + 1;
}

/**
 * The rulebooks after a sequence number that are for a station of an institution, in their order.
 *
 * @returns `upTo`: the highest sequence that was looked at, of rulebooks for others too
 */
export async function readRulebooks(
  db: CentreDatabase,
  institution: string,
  after: number,
): Promise<{ items: Rulebook[]; more: boolean; upTo: number }> {
  // Before the rows: what is published in between is left to the next question.
  const last = await lastSequence(db);
  const rows = await db
    .select({ sequence: rulebooks.sequence, document: rulebooks.document, signature: rulebooks.signature })
    .from(rulebooks)
    .where(and(gt(rulebooks.sequence, after), lte(rulebooks.sequence, last), isFor(institution)))
    .orderBy(asc(rulebooks.sequence))
    .limit(PAGE + 1);
  const page = rows.slice(0, PAGE);
  const items = page.map(({ document, signature }) => ({ ...(JSON.parse(document) as UnsignedRulebook), signature }));
  const more = rows.length > PAGE;
  return { items, more, upTo: more ? (page.at(-1)?.sequence ?? last) : last };
}

/** What has been published for everybody, without the texts, newest first. */
export async function publishedRulebooks(db: CentreDatabase) {
  const rows = await db
    .select({
      kind: rulebooks.kind,
      id: rulebooks.id,
      version: rulebooks.version,
      sequence: rulebooks.sequence,
      publishedAt: rulebooks.publishedAt,
    })
    .from(rulebooks)
    .where(isNull(rulebooks.audience))
    .orderBy(desc(rulebooks.sequence));
  return rows.map((row) => ({ ...row, publishedAt: row.publishedAt.toISOString() }));
}

const MAX_SEQUENCE = sql<number>`coalesce(max(${rulebooks.sequence}), 0)::integer`;

async function lastSequence(db: CentreDatabase | CentreTransaction): Promise<number> {
  const [row] = await db.select({ last: MAX_SEQUENCE }).from(rulebooks);
  return row?.last ?? 0;
}

function isFor(institution: string) {
  return or(isNull(rulebooks.audience), eq(rulebooks.audience, institution));
}

/** Stations refuse a second key; a centre that lost its first one must get it back before it signs. */
export async function demandSameKey(db: CentreDatabase | CentreTransaction, signer: RulebookSigner): Promise<void> {
  const [other] = await db
    .select({ keyId: rulebooks.keyId })
    .from(rulebooks)
    .where(ne(rulebooks.keyId, signer.keyId))
    .limit(1);
  if (other) {
    const detail = `数据目录里的签发密钥（${signer.keyId}）不是以前签发所用的那把（${other.keyId}），请恢复 rulebook-key 文件`;
    throw new DeskError('centre_key_changed', { detail });
  }
}

function recognise(file: { name: string; text: string }): Pick<Published, 'kind' | 'id' | 'version'> {
  try {
    return recogniseFile(file.text, file.name);
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    throw new DeskError('rulebook_invalid', { detail: error.message });
  }
}

/** Stations know the shipped procedures by their versions: the same name must not stand for something else. */
function demandUnlikeShipped({ kind, id, version }: Pick<Published, 'kind' | 'id' | 'version'>, text: string): void {
  const path = join(PROFILES, `${id}.yaml`);
  if (kind !== 'regime' || !existsSync(path)) return;
  const shipped = readFileSync(path, 'utf8');
  if (shipped !== text && parseProfile(shipped, `${id}.yaml`).version === version) {
    throw new DeskError('rulebook_version', { detail: `${id} ${version} 是程序自带的版本，请换一个版本号` });
  }
}
