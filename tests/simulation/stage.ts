import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeStation } from '../../core/services/station-settings.ts';
import type { CentreLink } from '../../core/sync/centre-link.ts';
import { DATABASE_FILE, openStationDb } from '../../db/open.ts';
import { writeMeta } from '../../db/settings.ts';
import { PATHS, PROTOCOL } from '../../domain/contract/wire.ts';
import { Dice } from '../random-commands/dice.ts';
import { CAST, INSTITUTION, type Part } from './cast.ts';
import { ADMIN_TOKEN, CENTRE_ADDRESS, SEALING_KEY, SIGNER, SimulatedCentre } from './centre.ts';
import { fixedKey, publicOf } from './keys.ts';
import { type Backup, Ledger } from './ledger.ts';
import { STATION_KEY, settingsOf } from './station.ts';
import { VirtualTime } from './virtual-time.ts';

/** What all worlds of a process begin with: the centre after enrolment, and a database file for each station. */
export interface Stage {
  ledger: Ledger;
  /** The centre's rows at the beginning of a world. */
  beginning: Backup;
  /** Database file of each station, by its code. */
  templates: ReadonlyMap<string, string>;
  /** A folder in memory, where the system has one. */
  folder: string;
  close(): Promise<void>;
}

const MEMORY = '/dev/shm';

export async function setStage(): Promise<Stage> {
  const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'jiesu-simulation-'));
  const ledger = await Ledger.open();
  const time = new VirtualTime();
  const centre = new SimulatedCentre(ledger, time, new Dice(1));
  centre.start();
  const templates = new Map<string, string>();
  for (const part of CAST) templates.set(part.code, await enrolled(part, centre, folder));
  centre.kill();
  const beginning = await ledger.backup();
  return {
    ledger,
    beginning,
    templates,
    folder,
    async close() {
      await ledger.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A station that is enrolled with a key that is the same in every run, as a file to copy. */
async function enrolled(part: Part, centre: SimulatedCentre, folder: string): Promise<string> {
  const { code, kind, units } = part;
  const key = fixedKey('ed25519', code);
  const sealing = fixedKey('x25519', code);
  const post = async (path: string, body: unknown): Promise<Record<string, string>> => {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' };
    const response = await centre.answer(
      new Request(`${CENTRE_ADDRESS}${path}`, { method: 'POST', headers, body: JSON.stringify(body) }),
    );
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Record<string, string>;
  };
  const { enrolCode } = await post('/admin/invitations', { code, kind, institution: INSTITUTION, units });
  const answer = await post(PATHS.enrol, {
    protocol: PROTOCOL,
    enrolCode,
    station: { code, name: settingsOf(part).station.name },
    publicKey: publicOf(key),
    sealingKey: publicOf(sealing),
  });
  const pem = { format: 'pem', type: 'pkcs8' } as const;
  const link: CentreLink = {
    address: CENTRE_ADDRESS,
    centreName: answer.centreName ?? '',
    stationCode: code,
    privateKey: key.export(pem).toString(),
    sealingKey: sealing.export(pem).toString(),
    rulebookKey: { id: SIGNER.keyId, publicKey: SIGNER.publicKey },
    centreSealingKey: SEALING_KEY,
    epoch: answer.epoch ?? '',
  };
  const dataDir = join(folder, `template-${code}`);
  mkdirSync(dataDir);
  const db = openStationDb({ dataDir, key: STATION_KEY });
  writeStation(db, settingsOf(part));
  writeMeta(db.orm, 'centre link', link);
  writeMeta(db.orm, 'centre epoch', link.epoch);
  db.raw.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  return join(dataDir, DATABASE_FILE);
}
