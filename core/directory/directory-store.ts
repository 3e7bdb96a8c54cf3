import { readMeta, writeMeta } from '../../db/settings.ts';
import { type Directory, readDirectory } from '../../domain/rulebook/directory.ts';
import type { Workspace } from '../workspace.ts';

/** The directory in force, as the centre signed it. One at a time: an older one is of no use to anybody. */
export interface StoredDirectory {
  keyId: string;
  sequence: number;
  /** The document exactly as signed. */
  document: string;
  /** Ed25519 signature of the centre, base64. */
  signature: string;
  receivedAt: string;
}

const KEY = 'directory';

export function storedDirectory({ db }: Pick<Workspace, 'db'>): StoredDirectory | null {
  return readMeta<StoredDirectory>(db.orm, KEY);
}

export function storeDirectory({ db }: Pick<Workspace, 'db'>, stored: StoredDirectory): void {
  writeMeta(db.orm, KEY, stored);
}

/** What the directory in force says; `null` before the first one. */
export function directoryInForce(workspace: Pick<Workspace, 'db'>): Directory | null {
  const stored = storedDirectory(workspace);
  return stored && readDirectory((JSON.parse(stored.document) as { body: string }).body);
}
