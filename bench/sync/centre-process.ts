import type { RunningCentre } from '../../server/serve.ts';
import { inviteBenchStation, startBenchCentre } from './bench-centre.ts';
import { answerParent } from './child.ts';

let folder = '';
let centre: RunningCentre | null = null;

answerParent(
  {
    start: async (input: { folder: string; databaseUrl: string }) => {
      folder = input.folder;
      centre = await startBenchCentre(folder, input.databaseUrl);
      return Number(new URL(centre.address).port);
    },
    invite: (code: string) => inviteBenchStation(folder, centre?.address ?? '', code),
  },
  () => centre?.close(),
);
