import { findCase } from '../../db/cases.ts';
import { quarantineRows } from '../../db/quarantine.ts';
import { type EntryKind, entryKinds } from '../../domain/contract/entries.ts';
import { type ErrorCode, messageOf } from '../../domain/contract/errors.ts';
import type { QuarantinedEntry } from '../../domain/contract/views/sync.ts';
import type { Workspace } from '../workspace.ts';

/** What came from the centre and does not hold, with the reason in words. What it says of itself is not believed further. */
export function quarantinedEntries({ db }: Pick<Workspace, 'db'>): QuarantinedEntry[] {
  return quarantineRows(db).map(({ body, code, ...row }) => {
    const said = membersOf(body);
    const caseId = typeof said.caseId === 'string' ? said.caseId : null;
    const known = caseId === null ? null : findCase(db.orm, caseId);
    return {
      ...row,
      caseId: known ? caseId : null,
      number: known?.number ?? null,
      kind: entryKinds.find((one): one is EntryKind => one === said.kind) ?? null,
      code: code as ErrorCode,
      message: messageOf(code as ErrorCode),
    };
  });
}

function membersOf(body: string): { caseId?: unknown; kind?: unknown } {
  const kept = parsed(body);
  return typeof kept.text === 'string' ? parsed(kept.text) : kept;
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
