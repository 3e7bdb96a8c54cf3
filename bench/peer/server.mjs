import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const desk = process.env.JIESU_DESK;
const { inviteBenchStation, startBenchCentre } = await import(`${desk}/bench/sync/bench-centre.ts`);
const { countCases } = await import(`${desk}/bench/peer/count-cases.ts`);

const folder = process.env.DATA_DIR;
const centre = await startBenchCentre(folder, process.env.PG_URL, Number(process.env.PORT));
const codes = {};
for (const name of ['A', 'B', 'C', 'D']) codes[name] = await inviteBenchStation(folder, centre.address, `PEER${name}`);
writeFileSync(join(folder, '..', 'codes.json'), JSON.stringify(codes));

process.on('message', async ({ type, id }) => {
  if (type !== 'probe') return;
  const { count, bytes } = await countCases(process.env.PG_URL);
  process.send({ id, count, durable: true, storeBytes: bytes });
});
process.on('SIGTERM', () => process.exit(0));
process.send({ type: 'ready' });
