import { parseDocument } from 'yaml';
import type { HolidayYear } from '../calendar/holidays.ts';
import { error, type ProfileFault } from '../regimes/lint/fault.ts';
import { profileErrors } from '../regimes/lint/lint.ts';
import { ProfileError, parseProfile, readRules } from '../regimes/profile.ts';
import { type Profile, profileSchema } from '../regimes/profile-schema.ts';
import { calendarFaults, calendarSchema, holidayYear, parseCalendar } from './calendar-file.ts';
import { type Directory, readDirectory } from './directory.ts';
import { fileNameOf, type Rulebook, type RulebookKind, rulebookId, rulebookVersion } from './rulebook.ts';

export type RulebookContent =
  | { kind: 'regime'; profile: Profile }
  | { kind: 'calendar'; year: HolidayYear }
  | { kind: 'directory'; directory: Directory };

/**
 * What a rulebook says.
 *
 * @throws ProfileError naming file, line and rule, also when the text calls itself otherwise than the document does
 */
export function readRulebook(rulebook: Pick<Rulebook, 'kind' | 'id' | 'version' | 'body'>): RulebookContent {
  const { kind, id, version, body } = rulebook;
  const file = fileNameOf(rulebook);
  if (kind === 'regime') {
    const profile = readRules(body, file, profileSchema, (read) => [
      ...differs('id', read.id, id),
      ...differs('version', read.version, version),
      ...profileErrors(read),
    ]);
    return { kind, profile };
  }
  if (kind === 'directory') {
    const directory = readDirectory(body);
    if (!directory) throw new ProfileError(file, 1, '不是合格的名录');
    return { kind, directory };
  }
  const calendar = readRules(body, file, calendarSchema, (read) => [
    ...differs('year', String(read.year), id),
    ...differs('version', read.version, version),
    ...calendarFaults(read),
  ]);
  return { kind, year: holidayYear(calendar) };
}

function differs(member: string, read: string, expected: string): ProfileFault[] {
  return read === expected ? [] : [error([member], `${member} 应为 ${expected}，文件里是 ${read}`)];
}

/**
 * Recognises a rule file that somebody wants to publish, and reads it whole.
 *
 * @throws ProfileError naming file, line and rule
 */
export function recogniseFile(text: string, fileName: string): { kind: RulebookKind; id: string; version: string } {
  const schema: unknown = parseDocument(text, { prettyErrors: false }).get?.('schema');
  if (schema === 'calendar/1') {
    const { year, version } = parseCalendar(text, fileName);
    return { kind: 'calendar', id: String(year), version };
  }
  if (schema === 'profile/1') {
    const { id, version } = parseProfile(text, fileName);
    if (!rulebookId.safeParse(id).success) throw new ProfileError(fileName, 1, `id 不能用作制度编号：${id}`);
    if (!rulebookVersion.safeParse(version).success)
      throw new ProfileError(fileName, 1, `version 只能用字母、数字和 . _ -：${version}`);
    return { kind: 'regime', id, version };
  }
  // Broken YAML has no schema either: say what is broken, if anything is.
  readRules(text, fileName, profileSchema.partial().loose(), () => []);
  throw new ProfileError(fileName, 1, 'schema 只能是：profile/1、calendar/1');
}
