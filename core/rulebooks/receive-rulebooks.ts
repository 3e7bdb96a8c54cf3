import { findRulebook, SHIPPED, saveRulebook } from '../../db/rulebooks.ts';
import { readMeta, writeMeta } from '../../db/settings.ts';
import type { ErrorCode } from '../../domain/contract/errors.ts';
import { ProfileError } from '../../domain/regimes/profile.ts';
import { readRulebook } from '../../domain/rulebook/read-rulebook.ts';
import {
  documentText,
  type PinnedKey,
  type Rulebook,
  type RulebookKind,
  rulebookKinds,
  type UnsignedRulebook,
  verifyRulebook,
} from '../../domain/rulebook/rulebook.ts';
import { takeDirectory } from '../directory/take-directory.ts';
import { verifyEd25519 } from '../keys/ed25519.ts';
import { shanghaiIso } from '../platform.ts';
import { projectMissing } from '../services/rebuild-projections.ts';
import { noteCalendar } from '../services/recompute-deadlines.ts';
import { VERSION } from '../version.ts';
import type { Workspace } from '../workspace.ts';
import type { Rules } from './rules.ts';

/** A rulebook that was not taken. The one before it stays in force. */
export interface RefusedRulebook {
  kind: RulebookKind | null;
  id: string;
  version: string;
  code: ErrorCode;
  /** File, line and rule, where the content is at fault. */
  detail: string;
  at: string;
  /** Nobody vouches for it, not even for its name. */
  forged: boolean;
}

/** How far this station has come, per centre key and program: a newer program may understand what an older refused. */
interface Cursor {
  keyId: string;
  program: string;
  after: number;
}

const CURSOR = 'rulebook cursor';
const REFUSED = 'rulebooks refused';
/** Refusals that are remembered: a centre that sends rubbish all day fills no disk. */
const MAX_REFUSED = 20;

export function rulebookCursor({ db }: Workspace, key: PinnedKey): number {
  const cursor = readMeta<Cursor>(db.orm, CURSOR);
  return cursor?.keyId === key.id && cursor.program === VERSION ? cursor.after : 0;
}

export function refusedRulebooks({ db }: Pick<Workspace, 'db'>): RefusedRulebook[] {
  return readMeta<RefusedRulebook[]>(db.orm, REFUSED) ?? [];
}

/**
 * Takes a page of rulebooks, each judged by itself, in one transaction with the cursor, the marker of a calendar change
 * and the cases that waited for a version. What is refused changes nothing that is in force.
 *
 * The cursor does not pass what nobody vouches for: the true one may yet come.
 *
 * @returns whether anything is different now
 */
export function receiveRulebooks(
  workspace: Workspace,
  rules: Rules,
  key: PinnedKey,
  items: readonly unknown[],
): boolean {
  const { db } = workspace;
  const before = refusedRulebooks(workspace);
  if (items.length === 0 && !before.some((one) => one.forged)) return false;
  try {
    return db.raw
      .transaction(() => {
        let refused = before.filter((one) => !one.forged);
        let after = rulebookCursor(workspace, key);
        let trusted = true;
        let taken = 0;
        for (const item of items) {
          const verified = verifyRulebook(item, key, verifyEd25519);
          if (!verified.ok) {
            trusted = false;
            refused.push(refusal(workspace, item, verified.code, '', true));
            continue;
          }
          const { rulebook } = verified;
          if (trusted) after = Math.max(after, rulebook.sequence);
          const fault = take(workspace, rulebook);
          refused = refused.filter((one) => one.forged || !sameName(one, rulebook));
          if (fault === null) taken += 1;
          else if (fault !== 'known') refused.push(refusal(workspace, rulebook, fault.code, fault.detail, false));
        }
        writeMeta(db.orm, CURSOR, { keyId: key.id, program: VERSION, after } satisfies Cursor);
        const kept = refused.slice(-MAX_REFUSED).map((one) => before.find((old) => sameFault(old, one)) ?? one);
        writeMeta(db.orm, REFUSED, kept);
        if (taken > 0) {
          rules.reload();
          noteCalendar(workspace, rules.calendar());
          projectMissing(workspace);
        }
        return taken > 0 || JSON.stringify(kept) !== JSON.stringify(before);
      })
      .immediate();
  } catch (error) {
    // What the transaction wrote is gone again: so must be what was read from it.
    rules.reload();
    throw error;
  }
}

/** Stores a rulebook that the centre signed; `known` when it is there already, or why it cannot be used. */
function take(workspace: Workspace, rulebook: Rulebook): null | 'known' | { code: ErrorCode; detail: string } {
  const { db, platform } = workspace;
  const { signature, ...unsigned } = rulebook;
  const { kind, id, version } = unsigned;
  if (kind === 'directory') return takeDirectory(workspace, rulebook);
  const held = findRulebook(db.orm, kind, id, version);
  if (held) {
    const before = JSON.parse(held.body) as UnsignedRulebook;
    if (before.body !== rulebook.body) return { code: 'rulebook_version', detail: '' };
    // The same text, until now the program's own or another centre's: from now on this centre vouches for it.
    if (held.signature !== SHIPPED && before.keyId === rulebook.keyId) return 'known';
  }
  try {
    readRulebook(rulebook);
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    return { code: 'rulebook_invalid', detail: error.message };
  }
  const receivedAt = shanghaiIso(platform.now());
  saveRulebook(db.orm, { kind, id, version, body: documentText(unsigned), signature, receivedAt });
  return null;
}

function refusal(
  workspace: Workspace,
  raw: unknown,
  code: ErrorCode,
  detail: string,
  forged: boolean,
): RefusedRulebook {
  const said = (raw ?? {}) as Partial<Record<'kind' | 'id' | 'version', unknown>>;
  const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, 40) : '');
  const kind = rulebookKinds.find((known) => known === said.kind) ?? null;
  workspace.platform.log(`rulebook refused: ${kind} ${code}`);
  const at = shanghaiIso(workspace.platform.now());
  return { kind, id: text(said.id), version: text(said.version), code, detail, at, forged };
}

function sameName(a: Pick<RefusedRulebook, 'kind' | 'id' | 'version'>, b: typeof a): boolean {
  return a.kind === b.kind && a.id === b.id && a.version === b.version;
}

function sameFault(a: RefusedRulebook, b: RefusedRulebook): boolean {
  return sameName(a, b) && a.code === b.code && a.detail === b.detail && a.forged === b.forged;
}
