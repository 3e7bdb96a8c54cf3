import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { goOnHere } from '../../core/backup/go-on.ts';
import { noteRestored } from '../../core/backup/restore.ts';
import { readStanding } from '../../core/backup/standing.ts';
import { createEvents } from '../../core/events.ts';
import { loadProfiles } from '../../core/load-profiles.ts';
import type { Platform } from '../../core/options.ts';
import { shanghaiIso, uuid7 } from '../../core/platform.ts';
import { createStationClock } from '../../core/station-clock.ts';
import { createSyncEngine, type SyncEngine } from '../../core/sync/engine.ts';
import type { StationSettings, Workspace } from '../../core/workspace.ts';
import { shippedMigrations } from '../../db/migrate.ts';
import { DATABASE_FILE, openStationDb, type StationDb } from '../../db/open.ts';
import { readMeta, writeMeta } from '../../db/settings.ts';
import { STATE_COUNCIL_CALENDAR } from '../../domain/calendar/holidays.ts';
import type { Dice } from '../random-commands/dice.ts';
import { INSTITUTION, type Part } from './cast.ts';
import type { Line } from './line.ts';
import { officerActs } from './officers.ts';
import type { Promised, Replica } from './replica.ts';
import { keepStatements } from './statements.ts';
import type { VirtualTime } from './virtual-time.ts';

export const STATION_KEY = new Uint8Array(32).fill(7);
const MIGRATIONS = shippedMigrations();
const PROFILES = loadProfiles();
const DAY_MS = 86_400_000;
/** Database of the PC that another one replaced. */
const PUT_AWAY = 'put-away.db';
/** A desk is not restored, nor told to go on, twice within a minute, which its numbers rest on: see `db/number-floor.ts`. */
const RESTORING_TAKES_MS = 61_000;
/** When every world begins. */
export const WORLD_BEGINS = Date.parse('2026-03-02T09:00:00+08:00');

/** One life of a station's program, from its start to its stop or its crash. */
interface Life {
  db: StationDb;
  workspace: Workspace;
  engine: SyncEngine;
  alive: boolean;
}

export function settingsOf({ code }: Part): StationSettings {
  return {
    station: { code, name: `样例站点${code}`, organisation: '样例中心', regime: INSTITUTION, phone: '' },
    printers: { slip: null, a4: null, spare: null },
    units: [],
    windows: [],
    demo: false,
  };
}

/** A whole station: real database, real services, real sync engine; its time and its line are the world's. */
export class SimulatedStation implements Replica {
  readonly part: Part;
  promised: Promised[] = [];
  /** What the other PC of this place was told to keep; null where there is one PC only. */
  #putAway: Promised[] | null = null;
  #replacedAt = Number.NEGATIVE_INFINITY;
  readonly givenTwice: string[] = [];
  readonly #numbers = new Map<string, string>();
  replaced = false;
  readonly log: string[] = [];
  /** How far this PC's clock is from the truth, ms. */
  clockOff = 0;
  /** How many more waits of the engine end before it crashes, and how many promises later; null: it does not. */
  crashIn: { waits: number; promises: number } | null = null;
  readonly #time: VirtualTime;
  readonly #dice: Dice;
  readonly line: Line;
  readonly #folder: string;
  #life: Life | null = null;
  #backup: { file: string; made: Date; promised: readonly Promised[] } | null = null;
  /** The last rulebook that was taken; these worlds need nothing of what stands in it. */
  #rules = 0;

  constructor(part: Part, folder: string, template: string, time: VirtualTime, dice: Dice, line: Line) {
    this.part = part;
    this.#time = time;
    this.#dice = dice;
    this.line = line;
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
    copyFileSync(template, join(folder, DATABASE_FILE));
  }

  get running(): boolean {
    return this.#life !== null;
  }

  get life(): Life {
    if (!this.#life) throw new Error(`${this.part.code} does not run`);
    return this.#life;
  }

  get db(): StationDb {
    return this.life.db;
  }

  start(): void {
    if (this.#life) return;
    const file = join(this.#folder, DATABASE_FILE);
    const now = new Date(WORLD_BEGINS + this.#time.elapsed());
    utimesSync(file, now, now);
    const db = openStationDb({ dataDir: this.#folder, key: STATION_KEY, migrations: MIGRATIONS });
    keepStatements(db.raw);
    if (this.believesAt !== null)
      writeMeta(db.orm, 'feed cursor', Math.max(this.believesAt, readMeta(db.orm, 'feed cursor') ?? 0));
    this.believesAt = null;
    const platform = this.#platform();
    const events = createEvents();
    const settings = settingsOf(this.part);
    const { code } = this.part;
    const clock = createStationClock({ db, platform, stationCode: code, databaseFile: file, changed: () => {} });
    const workspace: Workspace = {
      db,
      platform: clock.platform,
      clock,
      events,
      profiles: PROFILES,
      calendar: STATE_COUNCIL_CALENDAR,
      dataDir: this.#folder,
      settings: () => settings,
    };
    const alive = () => life.alive;
    const engine = createSyncEngine(
      workspace,
      { cursor: () => this.#rules, receive: (_key, items) => this.#keepRules(items) },
      {
        transport: this.line.transportFor(alive, () => this.#waited(life)),
        timers: {
          elapsed: () => this.#time.elapsed(),
          after: (ms, task) => this.#time.after(ms, () => alive() && task()),
        },
        random: () => this.#dice.below(1_000) / 1_000,
      },
    );
    const life: Life = { db, workspace, engine, alive: true };
    this.#life = life;
    engine.start();
  }

  /** Called when the program has gone down. */
  whenDown: (() => void) | null = null;
  /** For a planted bug: at its next start the station believes that it holds its feed up to here. */
  believesAt: number | null = null;

  /** The program is gone between two instructions: nothing of it runs on, and its open transaction is no more. */
  crash(): void {
    const life = this.#life;
    if (!life) return;
    life.alive = false;
    this.#life = null;
    this.crashIn = null;
    life.db.close();
    this.line.cut();
    this.whenDown?.();
  }

  async stop(): Promise<void> {
    const life = this.#life;
    if (!life) return;
    await life.engine.stop();
    this.crash();
  }

  /** The station's backup, in a file beside its database. */
  backUp(): void {
    const file = join(this.#folder, 'backup.db');
    rmSync(file, { force: true });
    this.db.raw.prepare('VACUUM INTO ?').run(file);
    this.#backup = { file, made: new Date(WORLD_BEGINS + this.#time.elapsed()), promised: [...this.promised] };
  }

  /** Whether there is a backup, and time enough went by since the last one was put to use. */
  get mayBeReplaced(): boolean {
    return this.#backup !== null && this.#time.elapsed() > this.#replacedAt + RESTORING_TAKES_MS;
  }

  /** The PC is lost, and another one takes its place with what stands in the backup: nobody promised the rest to anybody. */
  replace(): void {
    if (!this.#backup) throw new Error(`${this.part.code} has no backup`);
    this.crash();
    const { file, made, promised } = this.#backup;
    this.#move(DATABASE_FILE, PUT_AWAY);
    this.#putAway = this.promised;
    copyFileSync(file, join(this.#folder, DATABASE_FILE));
    const db = openStationDb({ dataDir: this.#folder, key: STATION_KEY, migrations: MIGRATIONS });
    noteRestored(db, shanghaiIso(made), new Date(WORLD_BEGINS + this.#time.elapsed()));
    db.close();
    this.promised = [...promised];
    this.replaced = true;
    this.#replacedAt = this.#time.elapsed();
  }

  get hasPutAway(): boolean {
    return this.#putAway !== null;
  }

  /** The PC that stood here before is switched on again, and this one is put away: each knows only its own disk. */
  comeBack(): void {
    if (!this.#putAway) throw new Error(`${this.part.code} has one PC only`);
    this.crash();
    this.#move(DATABASE_FILE, 'between.db');
    this.#move(PUT_AWAY, DATABASE_FILE);
    this.#move('between.db', PUT_AWAY);
    [this.promised, this.#putAway] = [this.#putAway, this.promised];
  }

  /** A database with what a full disk may have left in its log. */
  #move(from: string, to: string): void {
    for (const end of ['', '-wal', '-shm']) {
      const [source, target] = [join(this.#folder, `${from}${end}`), join(this.#folder, `${to}${end}`)];
      rmSync(target, { force: true });
      if (existsSync(source)) renameSync(source, target);
    }
  }

  /** An administrator says that this PC goes on, where it waits for that. @returns whether it did */
  goOn(): boolean {
    const { workspace, engine } = this.life;
    const state = readStanding(workspace.db.orm)?.state;
    if (state !== 'behind' && state !== 'elsewhere') return false;
    goOnHere(workspace);
    this.#replacedAt = this.#time.elapsed();
    engine.hurry();
    return true;
  }

  /** One officer does one thing; what is saved when this returns is promised. */
  act(serial: () => number): string {
    const { workspace, engine, db } = this.life;
    const said = officerActs(workspace, this.part, this.#dice, serial);
    const known = new Set(this.promised.map(({ id }) => id));
    const own = db.raw
      .prepare('SELECT id, station_seq AS seq, hash FROM entries WHERE station_id = ? ORDER BY 2')
      .all(this.part.code) as Promised[];
    const rows = own.filter(({ id }) => !known.has(id));
    this.promised.push(...rows);
    this.#noteNumbers(rows.map(({ id }) => id));
    if (rows.length > 0) engine.wake();
    return said;
  }

  /** What this place gave out on paper, whichever PC stood there, it never gives out again. */
  #noteNumbers(ids: readonly string[]): void {
    // By a clock that was a year ahead, its own or the centre's, it wrote numbers of days that nobody expects to be taken.
    const believed = this.life.workspace.platform.now().getTime();
    if (Math.abs(believed - WORLD_BEGINS - this.#time.elapsed()) > DAY_MS) return;
    const rows = this.db.raw
      .prepare(
        `SELECT case_id AS caseId, json_extract(body, '$.payload.number') AS number FROM whole_entries
         WHERE kind = 'registered' AND id IN (SELECT value FROM json_each(?))`,
      )
      .all(JSON.stringify(ids)) as { caseId: string; number: string }[];
    for (const { caseId, number } of rows) {
      if ((this.#numbers.get(number) ?? caseId) !== caseId) this.givenTwice.push(number);
      this.#numbers.set(number, caseId);
    }
  }

  /** The disk has room for so many more pages, or again for all that comes. */
  fillDisk(pages: number | null): void {
    const { raw } = this.life.db;
    const now = Number(raw.pragma('page_count', { simple: true }));
    raw.pragma(`max_page_count = ${pages === null ? 1_000_000_000 : now + pages}`);
  }

  #keepRules(items: readonly unknown[]): void {
    for (const { sequence } of items as { sequence: number }[]) this.#rules = Math.max(this.#rules, sequence);
  }

  #waited(life: Life): void {
    const plan = this.crashIn;
    if (!plan || !life.alive) return;
    plan.waits -= 1;
    if (plan.waits > 0) return;
    this.crashIn = null;
    let left = plan.promises;
    const next = (): void => {
      left -= 1;
      if (left > 0) queueMicrotask(next);
      else if (life.alive && this.#life === life) this.crash();
    };
    queueMicrotask(next);
  }

  #platform(): Platform {
    const bytes = () => Uint8Array.from({ length: 32 }, () => this.#dice.below(256));
    const now = () => new Date(WORLD_BEGINS + this.#time.elapsed() + this.clockOff);
    return {
      now,
      elapsed: () => this.#time.elapsed(),
      newId: () => uuid7(now().getTime(), bytes()),
      newToken: () => Buffer.from(bytes()).toString('base64url'),
      sha256: (data) => createHash('sha256').update(data).digest('hex'),
      log: (line) => this.log.push(line),
    };
  }
}
