import { chainHead, insertEntry } from '../../db/entries.ts';
import { enqueueEntry, rejectedOfCase } from '../../db/outbox.ts';
import { sealedText } from '../../domain/case-file/chain.ts';
import type { CaseState } from '../../domain/case-file/state.ts';
import type { Entry, NewFact } from '../../domain/contract/entries.ts';
import { shanghaiIso } from '../platform.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { projectCase } from './project-case.ts';

/**
 * Appends facts to a case: entries with their place in the station's chain, their outbox rows, and the projection.
 * Call inside a transaction; when it commits, all of it is on the disk, and before that none of it.
 *
 * @param baseRevision how many entries of the case the officer had seen
 */
export function appendFacts(
  workspace: Workspace,
  caseId: string,
  facts: readonly NewFact[],
  officer: ActingOfficer,
  baseRevision: number,
): CaseState {
  const { db, platform } = workspace;
  const stationId = workspace.settings().station.code;
  let head = chainHead(db, stationId);
  // What the centre refused is no entry to anybody else: counted as seen, it would hide a rival from the conflict check.
  const seen = Math.max(0, baseRevision - rejectedOfCase(db, caseId));
  const wallTime = shanghaiIso(platform.now());
  facts.forEach((fact, index) => {
    const open = {
      id: platform.newId(),
      caseId,
      stationId,
      stationSeq: head.seq + 1,
      actor: { officerId: officer.id, name: officer.name, roles: officer.roles },
      wallTime,
      baseRevision: seen + index,
      prevHash: head.hash,
      ...fact,
    } as Omit<Entry, 'hash'>;
    const { hash, text } = sealedText(open, platform.sha256);
    const entry = { ...open, hash } as Entry;
    insertEntry(db, entry, text, { serverSeq: null, masked: false, feedPos: null });
    enqueueEntry(db, entry);
    head = { seq: entry.stationSeq, hash: entry.hash };
  });
  return projectCase(workspace, caseId);
}
