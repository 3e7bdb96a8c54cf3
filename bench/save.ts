import { join } from 'node:path';
import { startSigning, submitSignature } from '../core/services/collect-signature.ts';
import { keepDraft } from '../core/services/drafts.ts';
import { registerComplaint } from '../core/services/register-complaint.ts';
import type { Workspace } from '../core/workspace.ts';
import { entriesOfCase } from '../db/entries.ts';
import type { ComplaintRecord } from '../domain/contract/record.ts';
import { sampleRecord } from '../tests/harness/samples.ts';
import { fillCases } from './dataset.ts';
import { OFFICER, openBareDb, openWorkspace } from './desk.ts';
import { compare, type Figure } from './statistics.ts';

const STROKE = Array.from({ length: 40 }, (_, i) => ({
  x: 40 + i * 8,
  y: 60 + ((i * 37) % 50),
  t: i * 12,
  pressure: 0.5,
}));

/**
 * One save of an in-person complaint, signed, two papers queued, in a station that already holds cases: from the call
 * until SQLite's commit, which is fsynced, has returned. Beside it one durable insert of as many bytes as the entries have.
 */
export async function benchSave(folder: string, quick: boolean): Promise<Figure[]> {
  const workspace = await openWorkspace(join(folder, 'save'));
  const bare = openBareDb(folder);
  try {
    fillCases(workspace, quick ? 1_000 : 10_000);
    const record = sampleRecord('tanghe-01');
    const save = (draft: Draft) => registerComplaint(workspace, OFFICER, { ...draft, record, print: true });
    const sample = save(signedDraft(workspace, record));
    if (sample.jobs.length !== 2) throw new Error('a save without its two papers');
    const bodies = entriesOfCase(workspace.db, sample.caseId)
      .map(({ entry }) => JSON.stringify(entry))
      .join('\n');
    const insert = bare.raw.prepare('INSERT INTO bare (text) VALUES (?)');

    let draft = signedDraft(workspace, record);
    const kilobytes = (Buffer.byteLength(bodies) / 1000).toFixed(1);
    return [
      await compare(
        'one save, signed, with two papers',
        () => save(draft),
        { what: `durable insert of ${kilobytes} kB`, run: () => insert.run(bodies) },
        {
          runs: quick ? 50 : 300,
          warmUp: 20,
          prepare: () => {
            draft = signedDraft(workspace, record);
          },
        },
      ),
    ];
  } finally {
    workspace.db.close();
    bare.close();
  }
}

interface Draft {
  draftId: string;
  signingTaskId: string;
}

/** What stands on the disk before the officer presses save: the draft as typed, and the citizen's signature. */
function signedDraft(workspace: Workspace, record: ComplaintRecord): Draft {
  const draftId = workspace.platform.newId();
  keepDraft(workspace, OFFICER, { draftId, record });
  const { task, token } = startSigning(workspace, OFFICER, { purpose: 'registration', draftId });
  submitSignature(workspace, token, {
    textHash: task.textHash,
    signature: { width: 600, height: 240, strokes: [STROKE] },
    satisfaction: null,
    device: 'second_screen',
  });
  return { draftId, signingTaskId: task.taskId };
}
