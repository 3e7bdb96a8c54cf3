import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { retryEntry } from '../../core/services/retry-entry.ts';
import { Dice } from '../random-commands/dice.ts';
import { isAtRest } from './at-rest.ts';
import { CAST } from './cast.ts';
import { SimulatedCentre } from './centre.ts';
import { brokenPromises, corrupted, differences, leaks, lostReports, unsettled } from './invariants.ts';
import type { Backup } from './ledger.ts';
import { createLiar, type Liar } from './liar.ts';
import { FAIR, Line, type Weather } from './line.ts';
import { secretsOf } from './officers.ts';
import type { Plant } from './plants.ts';
import type { Stage } from './stage.ts';
import { SimulatedStation } from './station.ts';
import { faultsOfTruth, readTruth, type Truth } from './truth.ts';
import { calm, VirtualTime } from './virtual-time.ts';
import { entriesFor } from './who-may-see.ts';

/** Withdrawn from no case, so that nothing that was refused is hidden from it. */
const EXAMINER = { id: 'examiner' };
const YEAR_MS = 365 * 86_400_000;
/**
 * In every so many worlds stations' PCs are lost and replaced. Never beside a centre that is rolled back: what neither the
 * author nor the centre has any more nobody can bring back, though a third may have seen it.
 */
const REPLACING_EVERY = 4;
/** Longest that what is on the line, as a second delivery too, may still arrive, ms. */
const LATEST_DELIVERY_MS = 100_000;
/** Longest that a world with a good line may need until nothing is left to do, ms of its own time. */
const SETTLES_WITHIN_MS = 30 * 60_000;

export interface Play {
  seed: number;
  /** How many things happen before the world is healed. */
  steps: number;
  plant: Plant | null;
}

export interface Outcome {
  faults: string[];
  trace: string[];
  /** Entries at the centre in the end. */
  entries: number;
}

/** One world from its beginning to its judgement. */
export class World {
  readonly time = new VirtualTime();
  readonly stations: SimulatedStation[];
  readonly centre: SimulatedCentre;
  readonly stage: Stage;
  readonly trace: string[] = [];
  readonly faults: string[] = [];
  readonly liars = new Map<SimulatedStation, Liar>();
  readonly #dice: Dice;
  readonly #play: Play;
  #backup: Backup | null = null;
  /** Entries that a station might see before a restored centre forgot why. */
  readonly #once = new Map<SimulatedStation, Set<string>>();
  #complaints = 0;
  /** At the centre in the end. */
  #entries = 0;
  /** Whether lies are told in this world at all. */
  readonly #lying: boolean;
  /** Whether PCs of stations are lost and replaced in this world, instead of the centre's database rolled back. */
  readonly #replacing: boolean;
  readonly #fate: Dice;

  constructor(stage: Stage, play: Play) {
    this.stage = stage;
    this.#play = play;
    const { seed } = play;
    const diceOf = (n: number) => new Dice(seed * 101 + n);
    this.#dice = diceOf(0);
    this.#lying = play.plant === null && this.#dice.rarely(4);
    this.#replacing = play.plant === null && !this.#lying && seed % REPLACING_EVERY === 0;
    this.#fate = diceOf(2);
    this.centre = new SimulatedCentre(stage.ledger, this.time, diceOf(1));
    const cast = CAST.slice(0, this.#dice.one([2, 3, 3, 3, 4]));
    this.stations = cast.map((part, n) => {
      const line = new Line(this.time, diceOf(10 + n), this.centre);
      const folder = join(stage.folder, part.code);
      rmSync(folder, { recursive: true, force: true });
      const template = stage.templates.get(part.code) ?? '';
      return new SimulatedStation(part, folder, template, this.time, diceOf(20 + n), line);
    });
  }

  async run(): Promise<Outcome> {
    const { stage, stations } = this;
    await stage.ledger.putBack(stage.beginning);
    await this.#play.plant?.begin?.(this);
    this.centre.start();
    for (const station of stations) {
      station.whenDown = () => this.#play.plant?.stationDied?.(this, station);
      this.#start(station);
    }
    try {
      for (let step = 0; step < this.#play.steps && this.faults.length === 0; step += 1) {
        await this.time.pass(this.#dice.one([0, 5, 40, 300, 2_000, 9_000, 45_000]));
        await this.#step();
      }
      const truth = this.faults.length === 0 ? await this.#settle() : null;
      if (truth) this.#judge(truth);
    } catch (error) {
      this.faults.push(`broke down: ${(error as Error).stack}`);
    } finally {
      for (const station of stations) station.crash();
      this.centre.kill();
      // What the dead had begun at the database is rolled back; their later appointments nobody keeps.
      await calm();
    }
    return { faults: this.faults, trace: this.trace, entries: this.#entries };
  }

  #say(text: string): void {
    this.trace.push(`${(this.time.elapsed() / 1_000).toFixed(3).padStart(9)} ${text}`);
  }

  async #step(): Promise<void> {
    const dice = this.#dice;
    const station = dice.one(this.stations);
    if (this.#replacing && this.#fate.rarely(4)) return this.#backUpOrReplace(station);
    const roll = dice.below(100);
    if (roll < 52) return this.#officer(station);
    if (roll < 64) return this.#weather(station);
    if (roll < 72) return this.#crash(station);
    if (roll < 80) return this.#killCentre();
    if (roll < 85) return this.#replacing ? this.#officer(station) : this.#backUpOrRollBack();
    if (roll < 89) return this.#clock(station);
    if (roll < 93) return this.#disk(station);
    if (roll < 97) return this.#lie(station);
    return this.#retry(station);
  }

  #officer(station: SimulatedStation): void {
    if (!station.running) this.#start(station);
    if (station.replaced && this.#fate.rarely(3) && station.goOn()) this.#say(`${station.part.code} goes on`);
    const said = station.act(() => {
      this.#complaints += 1;
      return this.#complaints;
    });
    this.#say(`${station.part.code} ${said}`);
  }

  #weather(station: SimulatedStation): void {
    const dice = this.#dice;
    const storm: Weather = {
      lost: dice.one([0, 3, 8]),
      answerLost: dice.one([0, 3, 8]),
      twice: dice.one([0, 2, 5]),
      cut: dice.one([0, 2, 5]),
      slow: dice.one([20, 400, 9_000]),
      partition: dice.one(['none', 'none', 'off', 'dead']),
    };
    station.line.weather = dice.rarely(4) ? FAIR : storm;
    if (dice.rarely(2)) station.line.cut();
    this.#say(`${station.part.code} line ${JSON.stringify(station.line.weather)}`);
  }

  #crash(station: SimulatedStation): void {
    const dice = this.#dice;
    if (!station.running) {
      this.#start(station);
      return;
    }
    if (dice.rarely(3)) {
      this.#say(`${station.part.code} crashes`);
      station.crash();
      if (!dice.rarely(3)) this.#start(station);
      return;
    }
    station.crashIn = { waits: 1 + dice.below(6), promises: 1 + dice.below(30) };
    this.#say(`${station.part.code} will crash in ${JSON.stringify(station.crashIn)}`);
    station.life.engine.wake();
  }

  async #killCentre(): Promise<void> {
    const dice = this.#dice;
    if (!this.centre.running) {
      this.#say('centre starts');
      this.centre.start();
    } else if (dice.rarely(2)) {
      this.centre.diesIn = 1 + dice.below(30);
      this.#say(`centre will die in ${this.centre.diesIn}`);
    } else {
      this.#say('centre is killed');
      this.centre.kill();
      await this.#play.plant?.centreDied?.(this);
      if (!dice.rarely(3)) this.centre.start();
      await this.#ask();
    }
  }

  async #backUpOrRollBack(): Promise<void> {
    if (this.#backup === null || this.#dice.rarely(3)) {
      this.#say('centre is backed up');
      this.#backup = await this.stage.ledger.backup();
      return;
    }
    this.#say('centre is rolled back');
    const truth = await readTruth((sql) => this.stage.ledger.rows(sql));
    for (const station of this.stations) {
      const once = this.#once.get(station) ?? new Set();
      for (const { entries, states } of truth.cases.values())
        for (const entry of entries.slice(0, entriesFor(station.part, states))) once.add(entry.id);
      this.#once.set(station, once);
    }
    await this.centre.rollBack(this.#backup);
    if (!this.#dice.rarely(3)) this.centre.start();
  }

  #backUpOrReplace(station: SimulatedStation): void {
    if (!station.mayBeReplaced || this.#fate.rarely(3)) {
      if (!station.running) this.#start(station);
      this.#say(`${station.part.code} is backed up`);
      station.backUp();
      return;
    }
    if (station.hasPutAway && this.#fate.rarely(2)) {
      this.#say(`${station.part.code} comes back on its other PC`);
      station.comeBack();
    } else {
      this.#say(`${station.part.code} is lost and replaced`);
      station.replace();
    }
    if (!this.#fate.rarely(3)) this.#start(station);
  }

  #clock(station: SimulatedStation): void {
    const off = this.#dice.one([0, YEAR_MS, -YEAR_MS, 3_600_000]);
    if (this.#dice.rarely(3)) {
      this.centre.clockOff = off;
      this.#say(`centre's clock is off by ${off}`);
    } else {
      station.clockOff = off;
      this.#say(`${station.part.code} clock is off by ${off}`);
    }
  }

  #disk(station: SimulatedStation): void {
    if (!station.running) {
      this.#start(station);
      return;
    }
    const pages = this.#dice.one([null, 0, 1, 3]);
    station.fillDisk(pages);
    this.#say(`${station.part.code} disk has room for ${pages ?? 'all'}`);
  }

  #lie(station: SimulatedStation): void {
    if (!this.#lying) return;
    const liar = this.liars.get(station) ?? createLiar(station, this.#dice);
    this.liars.set(station, liar);
    liar.lying = !liar.lying;
    station.line.between = liar.between;
    this.#say(`${station.part.code} ${liar.lying ? 'is lied to' : 'is told the truth'}`);
  }

  #retry(station: SimulatedStation): void {
    if (!station.running) return;
    const { db, workspace, engine } = station.life;
    const ids = db.raw.prepare("SELECT entry_id FROM outbox WHERE state = 'rejected' ORDER BY 1").pluck().all();
    for (const id of ids as string[]) {
      try {
        retryEntry(workspace, EXAMINER, id);
      } catch (error) {
        if ((error as { code?: string }).code !== 'SQLITE_FULL') throw error;
      }
    }
    if (ids.length > 0) this.#say(`${station.part.code} sends ${ids.length} refused again`);
    engine.wake();
  }

  #start(station: SimulatedStation): void {
    if (station.running) return;
    station.start();
    this.#say(`${station.part.code} starts`);
    this.faults.push(...brokenPromises(station));
  }

  /** What must hold at every moment of an honest world: no station counts as reported what is not at the centre. */
  async #ask(): Promise<void> {
    const truth = await readTruth((sql) => this.stage.ledger.rows(sql));
    if (this.#once.size > 0) return;
    for (const station of this.stations)
      if (station.running) this.faults.push(...lostReports(station, truth, this.liars.has(station)));
  }

  /** Everything is well again, and all is given the time it needs. @returns what the centre then holds */
  async #settle(): Promise<Truth | null> {
    this.#say('all is healed');
    this.centre.clockOff = 0;
    this.centre.diesIn = null;
    this.centre.start();
    for (const station of this.stations) {
      station.clockOff = 0;
      station.crashIn = null;
      station.line.weather = FAIR;
      station.line.cut();
      station.line.between = null;
      this.#start(station);
      station.fillDisk(null);
      station.life.engine.wake();
    }
    if (this.#replacing) {
      // What a lost PC had sent may arrive after its place was taken: the next stream of the feed tells of it.
      await this.time.pass(LATEST_DELIVERY_MS);
      for (const station of this.stations) station.line.cut();
      // One that had failed often waits for up to a minute now, and rest is judged sooner.
      await this.time.pass(1_000);
      for (const station of this.stations) station.life.engine.hurry();
    }
    const end = this.time.elapsed() + SETTLES_WITHIN_MS;
    for (let calm = 0; calm < 2; ) {
      await this.time.pass(calm === 0 ? 15_000 : 3_000);
      await this.#play.plant?.settling?.(this);
      for (const station of this.stations)
        if (station.replaced && station.goOn()) this.#say(`${station.part.code} goes on`);
      calm = (await isAtRest(this.stage.ledger, this.stations)) ? calm + 1 : 0;
      if (this.time.elapsed() > end) {
        for (const station of this.stations)
          this.faults.push(`${station.part.code}: not at rest: ${JSON.stringify(station.life.engine.status())}`);
        return null;
      }
    }
    return readTruth((sql) => this.stage.ledger.rows(sql));
  }

  #judge(truth: Truth): void {
    this.#entries = truth.rows.length;
    const secrets = Array.from({ length: this.#complaints }, (_, n) => Object.values(secretsOf(n + 1))).flat();
    this.faults.push(...faultsOfTruth(truth));
    for (const station of this.stations) {
      const lied = this.liars.has(station);
      this.faults.push(...station.givenTwice.map((number) => `${station.part.code}: gave out ${number} twice`));
      this.faults.push(...brokenPromises(station), ...unsettled(station, truth, lied, this.#once.size > 0));
      this.faults.push(...lostReports(station, truth, lied));
      if (lied) {
        this.faults.push(...corrupted(station));
        continue;
      }
      this.faults.push(...differences(station, truth, this.#once.get(station) ?? new Set()));
      if (station.part.kind === 'handling_unit') this.faults.push(...leaks(station, secrets));
    }
  }
}
