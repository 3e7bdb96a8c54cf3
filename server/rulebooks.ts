import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { and, asc, eq, gt, ne, sql } from 'drizzle-orm';
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
  db: CentreDatabase,
  signer: RulebookSigner,
  file: { name: string; text: string },
  now: Date,
): Promise<Published> {
  if (file.text.length > MAX_RULEBOOK_LENGTH) throw new DeskError('too_large');
  const about = recognise(file);
  demandUnlikeShipped(about, file.text);
  return db.transaction(async (tx) => {
    await tx.execute(sql`SELECT pg_advisory_xact_lock(${PUBLISH_LOCK})`);
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
    const [last] = await tx
      .select({ sequence: sql<number>`coalesce(max(${rulebooks.sequence}), 0)::integer` })
      .from(rulebooks);
    const unsigned: UnsignedRulebook = {
      ...about,
      sequence: (last?.sequence ?? 0) + 1,
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

/** The rulebooks after a sequence number, in their order. */
export async function readRulebooks(db: CentreDatabase, after: number): Promise<{ items: Rulebook[]; more: boolean }> {
  const rows = await db
    .select({ document: rulebooks.document, signature: rulebooks.signature })
    .from(rulebooks)
    .where(gt(rulebooks.sequence, after))
    .orderBy(asc(rulebooks.sequence))
    .limit(PAGE + 1);
  const items = rows
    .slice(0, PAGE)
    .map(({ document, signature }) => ({ ...(JSON.parse(document) as UnsignedRulebook), signature }));
  return { items, more: rows.length > PAGE };
}

export async function hasRulebooksAfter(db: CentreDatabase, after: number): Promise<boolean> {
  const [next] = await db
    .select({ sequence: rulebooks.sequence })
    .from(rulebooks)
    .where(gt(rulebooks.sequence, after))
    .limit(1);
  return next !== undefined;
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
