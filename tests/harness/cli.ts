import { join } from 'node:path';
import { ROOT } from '../../scripts/root.ts';

/**
 * The command line's program. `npm test` names a bundle of it (`JIESU_CLI`), which a hundred tests start in a third of the
 * time; without it the sources run.
 */
export const CLI_PROGRAM = join(ROOT, process.env.JIESU_CLI ?? 'cli/main.ts');
