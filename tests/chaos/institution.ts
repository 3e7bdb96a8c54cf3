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

/** One desk as a real process behind a bad line, which can be killed, frozen and started again. */
export class ChaosStation {
  readonly part: Part;
  readonly line: ChaosProxy;
  readonly folder: string;
  /** Requests that were answered "saved": they must be in the database for ever. */
  readonly saved: string[] = [];
  /** Numbers that were given out. */
  readonly numbers: string[] = [];
  #officerId = '';
  #desk: Desk;

  private constructor(part: Part, line: ChaosProxy, folder: string, desk: Desk) {
    this.part = part;
    this.line = line;
    this.folder = folder;
    this.#desk = desk;
  }

  static async set(part: Part, folder: string, centre: Centre): Promise<ChaosStation> {
    const line = await startProxy();
    line.target = Number(new URL(centre.address).port);
    const station = new ChaosStation(part, line, folder, await startDesk(folder));
    const { officerId } = await station.desk.call('setup.create', {
      station: { code: part.code, name: `样例站点${part.code}`, organisation: '', phone: '' },
      regime: INSTITUTION,
      officer: { name: '示例员', roles: [...part.roles], screenRole: '', pin: PIN },
      printers: { slip: null, a4: null },
      centre: null,
    });
    station.#officerId = officerId;
    await station.desk.signIn(officerId, PIN);
    const enrolCode = await centre.invite(part.code, part.kind, INSTITUTION, part.units);
    await station.desk.call('sync.configure', { address: line.address, enrolCode });
    return station;
  }

  get desk(): Desk {
    return this.#desk;
  }

  /** SIGKILL and a new start. */
  async killAndStart(): Promise<void> {
    await this.#desk.running.kill();
    this.#desk = await startDesk(this.folder);
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
      return at({ part: this.part, db, promised: [] });
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
  #centre: Centre;

  private constructor(folder: string, databaseUrl: string, centre: Centre) {
    this.#folder = folder;
    this.#databaseUrl = databaseUrl;
    this.#centre = centre;
    this.#database = new pg.Client({ connectionString: databaseUrl });
  }

  static async set(folder: string, databaseUrl: string): Promise<ChaosInstitution> {
    const centre = await startCentre(join(folder, 'centre'), 0, databaseUrl);
    const institution = new ChaosInstitution(folder, databaseUrl, centre);
    await institution.#database.connect();
    for (const part of CAST.slice(0, 3)) {
      const own = join(folder, part.code);
      mkdirSync(own);
      institution.stations.push(await ChaosStation.set(part, own, centre));
    }
    return institution;
  }

  get centre(): Centre {
    return this.#centre;
  }

  /** SIGKILL, and another process in its place, at another port. */
  async killCentreAndStart(): Promise<void> {
    await this.#centre.running.kill();
    for (const { line } of this.stations) line.target = 0;
    this.#centre = await startCentre(join(this.#folder, 'centre'), 0, this.#databaseUrl);
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
