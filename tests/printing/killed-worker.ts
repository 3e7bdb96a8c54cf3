import { printJobsOfCase } from '../../db/print-jobs.ts';
import { renderDocument, USUAL } from '../../printing/index.ts';
import type { PrintStore } from '../../printing/print-store.ts';
import { createPrintQueue } from '../../printing/queue.ts';
import { tcpTransport } from '../../printing/transports/tcp.ts';
import { openPrintStation } from './station.ts';
import { markOf, QUICK_WAITS, smallSlip } from './trial.ts';

/**
 * A process with the real database, queue and transport that kills itself, as a power cut would, at a named moment:
 * `queued` (laid out, nothing sent), `before sending` and `sending` (before and after that state is on the disk),
 * `before sent`, `sent`, `before confirmed`, `confirmed`; or never: it then ends
 * by itself when no job is under way any more, and writes all jobs to its standard output.
 *
 * Arguments: data folder, case, printer's port, moment, `forgets` when what was under way is not looked for at the start.
 */
const [folder = '', caseId = '', port = '', moment = 'never', plant = ''] = process.argv.slice(2);

const station = await openPrintStation(folder);
const die = (at: string): void => {
  if (at === moment) process.kill(process.pid, 'SIGKILL');
};
const { store } = station;
const mortal: PrintStore = {
  ...store,
  begin(id, printer, model) {
    die('before sending');
    const begun = store.begin(id, printer, model);
    die('sending');
    return begun;
  },
  move(id, from, change, on) {
    die(`before ${change.state}`);
    const moved = store.move(id, from, change, on);
    die(change.state);
    return moved;
  },
  underWay: () => (plant === 'forgets' ? [] : store.underWay()),
};
const limits = { connect: 500, answer: 500, stall: 1_000, finish: 1_000 };
const queue = createPrintQueue({
  store: mortal,
  printers: () => [{ id: 'slip', device: 'slip', transport: () => tcpTransport('127.0.0.1', Number(port), limits) }],
  async render(job, options) {
    const { bytes, mime } = await renderDocument(smallSlip(markOf(job)), '80', USUAL, options);
    die('queued');
    return { paper: { bytes, mime, name: job.id }, model: null };
  },
  now: () => Date.now(),
  onChange: () => {},
  log: () => {},
  waits: QUICK_WAITS,
});
queue.start();

const all = () => printJobsOfCase(station.workspace.db.orm, caseId);
const underWay = () => all().some(({ state }) => ['queued', 'sending', 'sent'].includes(state));
// What nobody will ever move on is left as it is.
let seen = '';
for (let since = Date.now(); underWay() && Date.now() - since < 3_000; ) {
  await new Promise((resolve) => setTimeout(resolve, 10));
  const states = all()
    .map(({ state }) => state)
    .join();
  if (states !== seen) since = Date.now();
  seen = states;
}
await queue.stop();
process.stdout.write(JSON.stringify(all()));
station.close();
