import { statesTagged } from '../../db/case-states.ts';
import { fileTag } from '../../db/search-tags.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { sightOfCase } from './sight.ts';

/**
 * Whether an officer may have an attachment: it stands in no case yet (a draft's), or in one that they see whole. The
 * question is the same, and costs the same, for a file that is not here.
 */
export function mayHaveFile(workspace: Workspace, officer: ActingOfficer, sha256: string): boolean {
  const cases = /^[0-9a-f]{64}$/.test(sha256) ? statesTagged(workspace.db, fileTag(sha256)) : [];
  return cases.length === 0 || cases.some((state) => sightOfCase(workspace, officer, state) === 'full');
}
