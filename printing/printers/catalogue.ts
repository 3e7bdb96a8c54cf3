import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type PrinterProfile, printerProfileFileSchema, USUAL } from './profile.ts';

/** Beside the code in the sources and in Electron's build, beside the bundle's folder in the bundle (`scripts/build-core.ts`). */
const SHIPPED = join(import.meta.dirname, '../printers');

/**
 * Reads the profile files of a folder, in the order of their names.
 *
 * @throws ZodError or YAMLParseError when a file is not a profile; Error when its name is not its id
 */
export function readPrinterProfiles(folder = SHIPPED): PrinterProfile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const {
        known: _known,
        assumed: _assumed,
        ...profile
      } = printerProfileFileSchema.parse(parse(readFileSync(join(folder, name), 'utf8')));
      if (name !== `${profile.id}.yaml`) throw new Error(`${name} holds the profile ${profile.id}`);
      return profile;
    });
}

let read: readonly PrinterProfile[] | undefined;

/** All profiles, the usual one first. Files are read once, when first asked for. */
export function printerProfiles(): readonly PrinterProfile[] {
  read ??= [USUAL, ...readPrinterProfiles()];
  return read;
}

/** The profile with this id; the usual one when there is none. */
export function printerProfile(id: string): PrinterProfile {
  if (id === USUAL.id) return USUAL;
  return printerProfiles().find((profile) => profile.id === id) ?? USUAL;
}
