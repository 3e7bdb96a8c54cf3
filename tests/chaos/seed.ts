import { randomUUID } from 'node:crypto';
import { loadProfiles } from '../../core/load-profiles.ts';
import { shanghaiIso } from '../../core/platform.ts';
import { STATE_COUNCIL_CALENDAR } from '../../domain/calendar/holidays.ts';
import { Refused } from '../harness/desk.ts';
import type { Dice } from '../random-commands/dice.ts';
import { brokenPromises, corrupted, differences, leaks, lostReports, unsettled } from '../simulation/invariants.ts';
import { complaint, secretsOf, wish } from '../simulation/officers.ts';
import { faultsOfTruth } from '../simulation/truth.ts';
import type { ChaosInstitution, ChaosStation } from './institution.ts';
import { MOODS } from './proxy.ts';

const RULES = { profiles: loadProfiles(), calendar: STATE_COUNCIL_CALENDAR };
const SETTLES_WITHIN_MS = 40_000;
const ARRIVES_WITHIN_MS = 2_000;
const NOBODY: ReadonlySet<string> = new Set();

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export interface ChaosRun {
  institution: ChaosInstitution;
  dice: Dice;
  /** Complaints registered so far, over all seeds: their secrets differ. */
  complaints: number;
  journal: string[];
  /** Promises that were seen broken on the way. */
  faults: string[];
}

/** How often something happens, in a hundred. */
export interface Weights {
  works: number;
  lineTurns: number;
  deskDies: number;
  centreDies: number;
  freezes: number;
}

const USUAL: Weights = { works: 50, lineTurns: 20, deskDies: 8, centreDies: 8, freezes: 14 };

export function newRun(institution: ChaosInstitution, dice: Dice): ChaosRun {
  return { institution, dice, complaints: 0, journal: [], faults: [] };
}

/** Some seconds of work and misfortune. */
export async function misfortune(run: ChaosRun, steps: number, weights = USUAL): Promise<void> {
  const { institution, dice, journal } = run;
  for (let step = 0; step < steps; step += 1) {
    await pause(dice.below(120));
    const station = dice.one(institution.stations);
    const { code } = station.part;
    const happens = draw(dice, weights);
    if (happens === 'works') journal.push(`${code} ${await work(run, station)}`);
    else if (happens === 'lineTurns') {
      station.line.mood = dice.rarely(3) ? 'fair' : dice.one(MOODS);
      if (dice.rarely(2)) station.line.cut();
      journal.push(`${code} line ${station.line.mood}`);
    } else if (happens === 'deskDies') {
      journal.push(`${code} is killed`);
      const doing = await worksUntilKill(run, station);
      const started = station.killAndStart();
      journal.push(await doing.done);
      await started;
    } else if (happens === 'centreDies') {
      journal.push('the centre is killed');
      const doing = work(run, station);
      await pause(dice.below(40));
      await institution.killCentreAndStart(() => lookForLies(run));
      journal.push(`${code} ${await doing}`);
    } else {
      const frozen = dice.rarely(2) ? institution.centre.running : station.desk.running;
      journal.push(`${frozen === station.desk.running ? code : 'the centre'} is frozen`);
      process.kill(frozen.pid, 'SIGSTOP');
      await pause(100 + dice.below(900));
      process.kill(frozen.pid, 'SIGCONT');
    }
  }
}

/** Work at which a station is to be killed: its officer's, or another's that comes in. */
async function worksUntilKill(run: ChaosRun, station: ChaosStation): Promise<{ done: Promise<string> }> {
  const { dice, institution } = run;
  const isOwn = dice.rarely(2);
  const at = isOwn ? station : dice.one(institution.stations.filter((one) => one !== station));
  const arrival = station.line.brings();
  const done = work(run, at).then((what) => `${at.part.code} ${what}`);
  // In the midst of it, or as soon as its officer was told that it is saved.
  if (isOwn && dice.rarely(2)) await Promise.race([done, pause(ARRIVES_WITHIN_MS)]);
  else if (isOwn) await pause(dice.below(25));
  else {
    await Promise.race([arrival, pause(ARRIVES_WITHIN_MS)]);
    await pause(dice.below(250));
  }
  return { done };
}

function draw(dice: Dice, weights: Weights): keyof Weights {
  let roll = dice.below(100);
  for (const [what, share] of Object.entries(weights) as [keyof Weights, number][]) {
    if (roll < share) return what;
    roll -= share;
  }
  return 'works';
}

/** At the death of the centre: what it said it has, its database has. Afterwards stations would send it again. */
async function lookForLies({ institution, faults }: ChaosRun): Promise<void> {
  const truth = await institution.truth();
  for (const station of institution.stations) {
    faults.push(...(await station.look((replica) => lostReports(replica, truth, false))));
  }
}

/** One officer does one thing. What was answered "saved" is noted. */
async function work(run: ChaosRun, station: ChaosStation): Promise<string> {
  const { dice } = run;
  const { part, desk } = station;
  const now = shanghaiIso(new Date());
  try {
    const { rows } = await desk.call('worklist', { view: 'all' });
    const row = rows.length === 0 ? null : dice.one(rows);
    if (part.registers && (row === null || (rows.length < 12 && dice.rarely(3)))) {
      run.complaints += 1;
      const record = complaint(run.complaints, dice, now);
      const draftId = randomUUID();
      await desk.call('draft.save', { draftId, record });
      const { number } = await desk.call('case.register', { draftId, record, signingTaskId: null, print: false });
      station.numbers.push(number);
      return `registers ${number}`;
    }
    if (row === null) return 'has nothing to do';
    const { state } = await desk.call('case.get', { caseId: row.caseId });
    const command = wish(RULES, part, state, dice, now);
    if (command === null) return 'finds nothing to do';
    const requestId = randomUUID();
    await desk.call('case.act', { caseId: row.caseId, baseRevision: state.revision, requestId, command });
    station.saved.push(requestId);
    return `${command.type} in ${state.number}`;
  } catch (error) {
    if (error instanceof Refused) return `is refused: ${error.code}`;
    return `gets no answer: ${(error as Error).message}`;
  }
}

/** Everything is well again; what is wrong when all has come to rest. */
export async function judgement({ institution, complaints, faults: seen }: ChaosRun): Promise<string[]> {
  for (const { line } of institution.stations) {
    line.mood = 'fair';
    line.cut();
  }
  const late = await atRest(institution);
  if (late.length > 0) return [...seen, ...late];
  const truth = await institution.truth();
  const faults = [...seen, ...faultsOfTruth(truth)];
  const secrets = Array.from({ length: complaints }, (_, n) => Object.values(secretsOf(n + 1))).flat();
  for (const station of institution.stations) {
    const found = await station.look((replica) => [
      ...brokenPromises(replica),
      ...unsettled(replica, truth, false, false),
      ...lostReports(replica, truth, false),
      ...differences(replica, truth, NOBODY),
      ...corrupted(replica),
      ...(station.part.kind === 'handling_unit' ? leaks(replica, secrets) : []),
      ...forgotten(replica.db.raw.prepare('SELECT request_id FROM answers').pluck().all(), station.saved, 'request'),
      ...forgotten(replica.db.raw.prepare('SELECT number FROM cases').pluck().all(), station.numbers, 'number'),
    ]);
    faults.push(...found);
  }
  return faults;
}

function forgotten(held: readonly unknown[], promised: readonly string[], what: string): string[] {
  const all = new Set(held);
  return promised.filter((one) => !all.has(one)).map((one) => `${what} ${one} was answered and is gone`);
}

/** Waits until nothing is on its way. @returns what still is when patience ends */
async function atRest(institution: ChaosInstitution): Promise<string[]> {
  const end = Date.now() + SETTLES_WITHIN_MS;
  for (let calm = 0; calm < 2; ) {
    await pause(150);
    const heads = await institution.feedHeads();
    const late: string[] = [];
    for (const station of institution.stations) {
      await station.desk.call('sync.now', {});
      const status = await station.desk.call('sync.status', {});
      const cursor = await station.look(({ db }) =>
        Number(db.raw.prepare("SELECT value FROM meta WHERE key = 'feed cursor'").pluck().get() ?? 0),
      );
      const { code } = station.part;
      if (status.pending > 0 || cursor !== heads.get(code))
        late.push(`${code} is not at rest: feed ${cursor} of ${heads.get(code)}, ${JSON.stringify(status)}`);
    }
    calm = late.length === 0 ? calm + 1 : 0;
    if (late.length > 0 && Date.now() > end) return late;
  }
  return [];
}
