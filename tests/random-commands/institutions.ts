import { readdirSync, readFileSync } from 'node:fs';
import type { ComplaintRecord } from '../../domain/contract/record.ts';
import { parseProfile } from '../../domain/regimes/profile.ts';
import type { Profile } from '../../domain/regimes/profile-schema.ts';
import { sampleRecords } from '../builders/entries.ts';

const FOLDER = new URL('../../domain/regimes/profiles/', import.meta.url);
const RECORDS = [...sampleRecords().values()];

export interface Institution {
  profile: Profile;
  /** Its sample complaints, at least one. */
  records: ComplaintRecord[];
}

/** The thirteen institutions, each with the complaints that it may be given. */
export const INSTITUTIONS: Institution[] = readdirSync(FOLDER)
  .sort()
  .map((name) => parseProfile(readFileSync(new URL(name, FOLDER), 'utf8'), name))
  .map((profile) => ({ profile, records: RECORDS.filter((record) => record.regime === profile.id) }))
  // Those in which a case may be turned back have more ways to go wrong, and get more of the lives.
  .flatMap((one) => (one.profile.returns ? [one, one, one] : [one]));
