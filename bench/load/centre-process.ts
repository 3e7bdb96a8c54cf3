import { dataFolder } from '../../server/data-folder.ts';
import type { RunningCentre } from '../../server/serve.ts';
import { startBenchCentre } from '../sync/bench-centre.ts';
import { answerParent } from '../sync/child.ts';
import { type Share, shareMeter } from './share.ts';

let folder = '';
let centre: RunningCentre | null = null;
const meter = shareMeter();

answerParent(
  {
    start: async (input: { folder: string; databaseUrl: string }) => {
      folder = input.folder;
      centre = await startBenchCentre(folder, input.databaseUrl, 0, () => {});
      return Number(new URL(centre.address).port);
    },
    invite: async (invitation: { code: string; kind: string; institution: string }) => {
      const response = await fetch(`${centre?.address}/admin/invitations`, {
        method: 'POST',
        headers: { authorization: `Bearer ${dataFolder(folder).token().value}` },
        body: JSON.stringify(invitation),
      });
      return ((await response.json()) as { enrolCode: string }).enrolCode;
    },
    /** What the centre had of the machine since this was last asked. */
    share: (): Share => meter(),
  },
  () => centre?.close(),
);
