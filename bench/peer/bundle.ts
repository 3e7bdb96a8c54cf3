import { buildCore } from '../../scripts/build-core.ts';

/** Bundles this desk for the peers' harness, as `npm start` runs it, and says where: that is JIESU_STATION. */
process.stdout.write(`${await buildCore('bench/peer/peer-station.ts', 'dist/peer-station')}\n`);
