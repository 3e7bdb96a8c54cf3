import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { loadDataKey } from '../../core/keys/data-key.ts';
import { fileKeyring } from '../../core/keys/file-keyring.ts';
import { openStationDb } from '../../db/open.ts';
import { type Centre, startCentre } from '../harness/centre.ts';
import { type Desk, startDesk } from '../harness/desk.ts';
import { CAST, INSTITUTION, type Part } from '../simulation/cast.ts';
import type { Replica } from '../simulation/replica.ts';
import { readTruth, type Truth } from '../simulation/truth.ts';
import { type ChaosProxy, startProxy } from './proxy.ts';

const PIN = '802413';

/** What is put into the environment of real processes, so that they run with a bug that is planted (`plants/`). */
export interface Planted {
  desk?: NodeJS.ProcessEnv;
  centre?: NodeJS.ProcessEnv;
}

/** One desk as a real process behind a bad line, which can be killed, frozen and started again. */
export class ChaosStation {
  readonly part: Part;
  readonly line: ChaosProxy;
  readonly folder: string;
  /** Requests that were answered "saved": they must be in the database for ever. */
  readonly saved: string[] = [];
  /** Numbers that were given out. */
  readonly numbers: string[] = [];
  readonly #env: NodeJS.ProcessEnv;
  #officerId = '';
  #desk: Desk;

  private constructor(part: Part, line: ChaosProxy, folder: string, env: NodeJS.ProcessEnv, desk: Desk) {
    this.part = part;
    this.line = line;
    this.folder = folder;
    this.#env = env;
    this.#desk = desk;
  }

  static async set(part: Part, folder: string, centre: Centre, env: NodeJS.ProcessEnv): Promise<ChaosStation> {
    const line = await startProxy();
    line.target = Number(new URL(centre.address).port);
    const station = new ChaosStation(part, line, folder, env, await startDesk(folder, env));
    try {
      await station.#settle(centre);
      return station;
    } catch (error) {
      await station.stop();
      throw error;
    }
  }

  async #settle(centre: Centre): Promise<void> {
    const { part } = this;
    const { officerId } = await this.desk.call('setup.create', {
      station: { code: part.code, name: `样例站点${part.code}`, organisation: '', phone: '' },
      regime: INSTITUTION,
      officer: { name: '示例员', roles: [...part.roles], screenRole: '', pin: PIN },
      printers: { slip: null, a4: null },
      centre: null,
    });
    this.#officerId = officerId;
    await this.desk.signIn(officerId, PIN);
    const enrolCode = await centre.invite(part.code, part.kind, INSTITUTION, part.units);
    await this.desk.call('sync.configure', { address: this.line.address, enrolCode });
  }

  get desk(): Desk {
    return this.#desk;
  }

  /** SIGKILL and a new start. */
  async killAndStart(): Promise<void> {
    await this.#desk.running.kill();
    this.#desk = await startDesk(this.folder, this.#env);
    await this.#desk.signIn(this.#officerId, PIN);
  }

  async stop(): Promise<void> {
    await this.#desk.running.kill();
    await this.line.close();
  }

  /** Looks into the database beside the running program. */
  async look<T>(at: (replica: Replica) => T): Promise<T> {
    const key = await loadDataKey(this.folder, fileKeyring, true);
    const db = openStationDb({ dataDir: this.folder, key, mode: 'reader' });
    try {
      return at({ part: this.part, db, promised: [], replaced: false });
    } finally {
      db.close();
    }
  }
}

/** Three desks and a centre on a real PostgreSQL, all of them processes of their own. */
export class ChaosInstitution {
  readonly stations: ChaosStation[] = [];
  readonly #folder: string;
  readonly #databaseUrl: string;
  readonly #database: pg.Client;
  readonly #env: NodeJS.ProcessEnv;
  #centre: Centre;

  private constructor(folder: string, databaseUrl: string, env: NodeJS.ProcessEnv, centre: Centre) {
    this.#folder = folder;
    this.#databaseUrl = databaseUrl;
    this.#env = env;
    this.#centre = centre;
    this.#database = new pg.Client({ connectionString: databaseUrl });
  }

  /** @param folder becomes its own; it need not be there yet */
  static async set(folder: string, databaseUrl: string, planted: Planted = {}): Promise<ChaosInstitution> {
    const env = planted.centre ?? {};
    const centre = await startCentre(join(folder, 'centre'), 0, databaseUrl, env);
    const institution = new ChaosInstitution(folder, databaseUrl, env, centre);
    const set = CAST.slice(0, 3).map(async (part) => {
      const own = join(folder, part.code);
      mkdirSync(own, { recursive: true });
      return ChaosStation.set(part, own, centre, planted.desk ?? {});
    });
    const stations = await Promise.allSettled(set);
    for (const station of stations) if (station.status === 'fulfilled') institution.stations.push(station.value);
    const failed = stations.find((station) => station.status === 'rejected');
    if (failed) {
      await institution.stop();
      throw failed.reason;
    }
    await institution.#database.connect();
    return institution;
  }

  get centre(): Centre {
    return this.#centre;
  }

  /**
   * SIGKILL, and another process in its place, at another port.
   *
   * @param whileDead looks at what is left, before any of it can be mended
   */
  async killCentreAndStart(whileDead: () => Promise<void>): Promise<void> {
    await this.#centre.running.kill();
    for (const { line } of this.stations) line.target = 0;
    await whileDead();
    this.#centre = await startCentre(join(this.#folder, 'centre'), 0, this.#databaseUrl, this.#env);
    for (const { line } of this.stations) line.target = Number(new URL(this.#centre.address).port);
  }

  truth(): Promise<Truth> {
    return readTruth(async (sql) => (await this.#database.query<Record<string, unknown>>(sql)).rows);
  }

  /** Last position of each station's feed. */
  async feedHeads(): Promise<Map<string, number>> {
    const { rows } = await this.#database.query<{ station: string; pos: number }>(
      'SELECT station, pos FROM feed_heads',
    );
    return new Map(rows.map(({ station, pos }) => [station, pos]));
  }

  async stop(): Promise<void> {
    for (const station of this.stations) await station.stop();
    await this.#centre.running.kill();
    await this.#database.end();
  }
}
