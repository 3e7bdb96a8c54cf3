import { and, asc, eq, isNotNull, ne, sql } from 'drizzle-orm';
import type { StationKind } from '../domain/contract/wire.ts';
import { type Directory, directoryBody } from '../domain/rulebook/directory.ts';
import { documentText, signedText, type UnsignedRulebook } from '../domain/rulebook/rulebook.ts';
import { directoryOfficers, directoryUnits, directoryWindows, officerRoles } from './db/admin-schema.ts';
import type { CentreDatabase, CentreTransaction } from './db/open.ts';
import { rulebooks, stations } from './db/schema.ts';
import { sha256Hex } from './digest.ts';
import type { RulebookSigner } from './rulebook-signer.ts';
import { demandSameKey, lockPublishing, nextSequence } from './rulebooks.ts';

/** An institution as the tables hold it now: what its directory says. */
export async function readInstitution(db: CentreDatabase | CentreTransaction, institution: string): Promise<Directory> {
  const enrolled = await db
    .select()
    .from(stations)
    .where(and(eq(stations.institution, institution), isNotNull(stations.enrolledAt)))
    .orderBy(asc(stations.code));
  const units = await db
    .select({ id: directoryUnits.id, name: directoryUnits.name, station: directoryUnits.station })
    .from(directoryUnits)
    .where(eq(directoryUnits.institution, institution))
    .orderBy(asc(directoryUnits.id));
  const windows = await db
    .select({ no: directoryWindows.no, name: directoryWindows.name, unit: directoryWindows.unit })
    .from(directoryWindows)
    .where(eq(directoryWindows.institution, institution))
    .orderBy(asc(directoryWindows.no));
  const officers = await db
    .select()
    .from(directoryOfficers)
    .where(eq(directoryOfficers.institution, institution))
    .orderBy(asc(directoryOfficers.id));
  return {
    institution,
    stations: enrolled.map((row) => ({
      code: row.code,
      name: row.name ?? '',
      kind: row.kind as StationKind,
      units: row.units,
      publicKey: row.publicKey ?? '',
      sealingKey: row.sealingKey ?? '',
      revoked: row.revokedAt !== null,
    })),
    units,
    windows,
    officers: officers.map(({ id, name, roles, stations: at, active }) => ({ id, name, roles, stations: at, active })),
  };
}

/**
 * Signs an institution's directory anew, in the transaction that changed something in it; an unchanged one stays. Only the
 * latest is kept: a hundred stations that enrol one after the other leave no hundred directories to send.
 *
 * @returns whether stations have something new to fetch
 * @throws DeskError `centre_key_changed` as `publish` does
 */
export async function publishDirectory(
  tx: CentreTransaction,
  signer: RulebookSigner,
  institution: string,
  now: Date,
): Promise<boolean> {
  await lockPublishing(tx);
  const directory = await readInstitution(tx, institution);
  // Without a station there is nobody to tell.
  if (directory.stations.length === 0) return false;
  const body = directoryBody(directory);
  const ofInstitution = and(eq(rulebooks.kind, 'directory'), eq(rulebooks.audience, institution));
  const [before] = await tx.select().from(rulebooks).where(ofInstitution);
  if (before && (JSON.parse(before.document) as UnsignedRulebook).body === body) return false;
  await demandSameKey(tx, signer);
  const sequence = await nextSequence(tx);
  const unsigned: UnsignedRulebook = {
    kind: 'directory',
    id: `d${sha256Hex(institution).slice(0, 16)}`,
    // Named by its content too: a centre restored from a backup may give a sequence out again.
    version: `${sequence}-${sha256Hex(body).slice(0, 8)}`,
    sequence,
    keyId: signer.keyId,
    body,
  };
  const { body: _text, ...row } = unsigned;
  await tx.insert(rulebooks).values({
    ...row,
    audience: institution,
    document: documentText(unsigned),
    signature: signer.sign(signedText(unsigned)),
    publishedAt: now,
  });
  await tx.delete(rulebooks).where(and(ofInstitution, ne(rulebooks.sequence, sequence)));
  await keepRoles(tx, directory);
  return true;
}

/** The empty role says that an officer is known, even one who was given none. */
async function keepRoles(tx: CentreTransaction, { institution }: Directory): Promise<void> {
  await tx.execute(sql`
    INSERT INTO ${officerRoles} (institution, officer, role)
    SELECT institution, id, unnest(array_append(roles, '')) FROM ${directoryOfficers} WHERE institution = ${institution}
    ON CONFLICT DO NOTHING`);
}
