import { z } from 'zod';
import { canonicalJson } from '../case-file/chain.ts';
import { stationKinds } from '../contract/wire.ts';

/**
 * The directory of one institution, as its centre keeps it: stations with their keys, units, windows, officers. It travels
 * as a rulebook of kind `directory`; the body is this object as canonical JSON (RFC 8785). A later program may add members:
 * unknown ones are passed over.
 */
const id = z.string().min(1).max(60);
const key = z.string().max(44);

export const directoryUnitSchema = z.object({
  id,
  name: z.string().trim().min(1).max(200),
  /** Code of the station that answers for the unit; `null` when it has none. */
  station: z.string().max(20).nullable(),
});
export const directoryWindowSchema = z.object({
  no: z.string().trim().min(1).max(40),
  name: z.string().trim().max(200),
  /** Unit id, or empty. */
  unit: z.string().max(60),
});
/** No comma among them: lists of ids are passed as one text. */
const officerId = z.string().regex(/^[A-Za-z0-9_.-]{1,60}$/);
export const directoryOfficerSchema = z.object({
  id: officerId,
  name: z.string().trim().min(1).max(120),
  /** Regime role ids. */
  roles: z.array(z.string().min(1).max(60)).max(20),
  /** Station codes where the officer works; none means every station of the institution. */
  stations: z.array(z.string().min(1).max(20)).max(50),
  /** False once the officer has left. */
  active: z.boolean(),
});
export const directoryStationSchema = z.object({
  code: z.string().min(1).max(20),
  name: z.string().max(200),
  kind: z.enum(stationKinds),
  units: z.array(z.string().max(60)).max(50),
  /** Raw 32-byte Ed25519 key, base64. */
  publicKey: key,
  /** Raw 32-byte X25519 key, base64; empty for a station that enrolled before there were any. */
  sealingKey: key,
  revoked: z.boolean(),
});

export const directorySchema = z.object({
  institution: id,
  stations: z.array(directoryStationSchema).max(5_000),
  units: z.array(directoryUnitSchema).max(500),
  windows: z.array(directoryWindowSchema).max(500),
  officers: z.array(directoryOfficerSchema).max(5_000),
});

export type Directory = z.output<typeof directorySchema>;
export type DirectoryOfficer = z.output<typeof directoryOfficerSchema>;
export type DirectoryUnit = z.output<typeof directoryUnitSchema>;
export type DirectoryWindow = z.output<typeof directoryWindowSchema>;

/** The body that is signed. */
export function directoryBody(directory: Directory): string {
  return canonicalJson(directory);
}

/** Reads a body; `null` when it is no directory. */
export function readDirectory(body: string): Directory | null {
  try {
    return directorySchema.parse(JSON.parse(body));
  } catch {
    return null;
  }
}

/** Officers who work at a station. */
export function officersOf(directory: Directory, station: string): DirectoryOfficer[] {
  return directory.officers.filter(({ stations }) => stations.length === 0 || stations.includes(station));
}
