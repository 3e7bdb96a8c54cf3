import type { CaseState } from '../case-file/state.ts';
import type { ComplaintRecord } from '../contract/record.ts';
import type { Profile } from '../regimes/profile-schema.ts';

/** What an officer has of a case: nothing, not even that there is one; the matter without the complainant; all of it. */
export type Sight = 'none' | 'masked' | 'full';

/** The officer who asks, as the station knows them. */
export interface SeeingOfficer {
  id: string;
  name: string;
  roles: readonly string[];
}

/** The station at whose desk the officer sits. */
export interface SeeingStation {
  code: string;
  /** Names by which a complaint names this station: its own, its organisation's, those of the units it answers for. */
  names: readonly string[];
  /** Windows that belong to this station, by number. */
  windows: readonly string[];
}

/** What the sight of an officer turns on. */
export type SeenCase = Pick<CaseState, 'stationId' | 'registered' | 'recusals'> & {
  record: Pick<ComplaintRecord, 'respondent' | 'complainant'>;
};

/**
 * What an officer may have of a case.
 *
 * - `none` to whoever has withdrawn from it or was put out of it (回避).
 * - `masked` to the person complained about, and, at a desk that did not register the case, to everybody of the unit or
 *   window complained about (信访工作条例 Art. 30: neither the material nor its matter goes to them), unless the regime's own
 *   text opens it (`openToRespondent`; none of the thirteen does, five forbid it in words of their own).
 * - `masked` where the complainant asked for secrecy, to whoever neither receives, decides on nor answers the case.
 * - `full` to all others, and to whoever registered the case: they heard the complainant, hand out the papers, and
 *   cannot be made to forget. A desk that registered a complaint about its own unit is the office that the regime names to
 *   receive it: there only the person is shut out, or nobody could take it further.
 *
 * Pure and the same at the centre and on a desk.
 *
 * @param profile the regime of the case in its version; null when it is not here, and then nothing is open by it
 */
export function sightOf(
  officer: SeeingOfficer,
  station: SeeingStation,
  state: SeenCase,
  profile: Profile | null,
): Sight {
  if (state.recusals.some(({ officerId }) => officerId === officer.id)) return 'none';
  if (registeredIt(officer, station, state)) return 'full';
  if (profile?.openToRespondent === undefined && isComplainedAbout(officer, station, state)) return 'masked';
  const secret = state.record.complainant.wants_secret === true;
  return secret && !answersCitizens(officer, profile) ? 'masked' : 'full';
}

/** Letters that look alike are one: half and full width, capitals, blanks. */
export function foldedName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/gu, '');
}

/** Names that a text may hold: 示一鸣(胸牌07) is 示一鸣 as well. */
export function namesIn(text: string): string[] {
  const parts = text.normalize('NFKC').split(/[\s()[\]<>/,，、;；:：·・“”"]+/u);
  return [...new Set([text, ...parts].map(foldedName))].filter((name) => name !== '');
}

function registeredIt(officer: SeeingOfficer, station: SeeingStation, state: SeenCase): boolean {
  return state.stationId === station.code && state.registered.by.officerId === officer.id;
}

function isComplainedAbout(officer: SeeingOfficer, station: SeeingStation, state: SeenCase): boolean {
  const { respondent } = state.record;
  if (isSame(respondent.staff, officer.name)) return true;
  if (state.stationId === station.code) return false;
  return (
    station.names.some((name) => isSame(respondent.unit, name)) ||
    station.windows.some((window) => isSame(respondent.window_no, window))
  );
}

function isSame(told: string, known: string): boolean {
  return namesIn(told).includes(foldedName(known));
}

/** Roles that receive, decide on or answer a case in the regime's text. */
function answersCitizens(officer: SeeingOfficer, profile: Profile | null): boolean {
  if (profile === null) return false;
  const steps = profile.workflow.filter(({ action }) => action !== null && MEETS_CITIZENS.has(action));
  const roles = [
    ...profile.acceptance.roles,
    ...steps.flatMap((step) => step.roles),
    ...(profile.followup ?? []).flatMap((rule) => rule.roles),
  ];
  return roles.some((role) => officer.roles.includes(role));
}

const MEETS_CITIZENS: ReadonlySet<string> = new Set(['accept', 'approve', 'feed_back', 'close']);
