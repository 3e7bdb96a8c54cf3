import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDemoDesk } from '../tests/builders/desk.ts';
import { sampleRecord } from '../tests/builders/entries.ts';

/**
 * Whether a clock tells a case that an officer may not see from one that does not exist: the ratio of the medians of the
 * two answers, asked by turns. Near 1 is good; run by hand, `node bench/forbidden-timing.ts`.
 */
const ROUNDS = 2_000;

const folder = mkdtempSync(join(tmpdir(), 'timing-'));
const desk = await openDemoDesk(folder);
await desk.signInAs('ducha');
const { caseId } = await desk.register('hidden', { ...sampleRecord('tanghe-04'), channel: 'phone' });
const reader = desk.officers.find(({ roles }) => roles.includes('intake_officer'));
const { state } = await desk.call('case.get', { caseId });
await desk.call('case.act', {
  caseId,
  baseRevision: state.revision,
  requestId: 'recuse',
  command: { type: 'recuse', officerId: reader?.id ?? '', name: reader?.name ?? '', reason: '亲属' },
});
await desk.signInAs('intake_officer');

const asks = {
  'case.get': (id: string) => desk.call('case.get', { caseId: id }),
  'print.jobs': (id: string) => desk.call('print.jobs', { caseId: id, offset: 0, limit: 20 }),
  search: (id: string) =>
    desk.call('search', { query: id === caseId ? state.number : 'TH03-20260304-9999-X', offset: 0, limit: 20 }),
};
for (const [name, ask] of Object.entries(asks)) {
  const times: Record<'hidden' | 'absent', number[]> = { hidden: [], absent: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const which = round % 2 === 0 ? 'hidden' : 'absent';
    const id = which === 'hidden' ? caseId : randomUUID();
    const began = process.hrtime.bigint();
    await ask(id).catch(() => undefined);
    times[which].push(Number(process.hrtime.bigint() - began) / 1e3);
  }
  const [hidden, absent] = [median(times.hidden), median(times.absent)];
  console.info(
    `${name}: hidden ${hidden.toFixed(0)} µs, absent ${absent.toFixed(0)} µs, ratio ${(hidden / absent).toFixed(3)}`,
  );
}
await desk.close();
rmSync(folder, { recursive: true, force: true });

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
