import { type DueQuestion, type GivenDates, questionError } from './due-question.ts';
import { ENTERED_DATES, type Extension, type Limit, type Profile } from './profile-schema.ts';

/**
 * The limit of an id.
 *
 * @throws DeskError `not_found` naming the question
 */
export function limitOf(profile: Profile, question: DueQuestion, path: 'limit' | 'base_limit', id: string): Limit {
  const limit = profile.limits.find((one) => one.id === id);
  if (!limit) throw questionError(question.id, 'not_found', path, `制度 ${profile.id} 没有“${id}”`);
  return limit;
}

/**
 * The limit whose end the question turns on: the one it names as base, the one it names itself, or the only one of the
 * candidates that its category and event leave. Null when several remain: nothing is guessed.
 *
 * @param candidates limits that the named extension, urging or before-limit speaks of
 * @throws DeskError `not_found`
 */
export function baseLimit(
  profile: Profile,
  question: DueQuestion,
  given: GivenDates,
  candidates: readonly Limit[],
): Limit | null {
  if (question.base_limit) return limitOf(profile, question, 'base_limit', question.base_limit);
  const named = profile.limits.find((limit) => limit.id === question.limit);
  if (named && named.before === undefined) return named;
  const { category } = question;
  let left = candidates.filter((limit) => limit.before === undefined);
  if (category && category !== 'any') left = left.filter((limit) => limit.categories.includes(category));
  if (left.length > 1) left = preferred(left, (limit) => limit.from === question.event);
  if (left.length > 1) {
    const dated = given.superior ?? given.agreed ?? given.promised ?? given.customer;
    left = preferred(left, (limit) => ENTERED_DATES.has(limit.unit) === (dated !== null));
  }
  if (left.length > 1) left = preferred(left, (limit) => limit.when !== 'manual');
  return left.length === 1 ? (left[0] ?? null) : null;
}

/**
 * The extension a question names, or the one of its limit; null when the regime grants none there.
 *
 * @throws DeskError `not_found`
 */
export function extensionOf(profile: Profile, question: DueQuestion): Extension | null {
  const id = question.extension ?? question.limit;
  const named = profile.extensions.find((one) => one.id === id);
  if (named) return named;
  if (question.extension)
    throw questionError(question.id, 'not_found', 'extension', `制度 ${profile.id} 没有“${question.extension}”`);
  const asked = [question.base_limit, question.limit].map((one) => profile.limits.find((limit) => limit.id === one));
  const own = asked.find((limit) => limit?.extension)?.extension;
  if (own) return profile.extensions.find((one) => one.id === own) ?? null;
  // A limit that says until when to ask for an extension speaks of the one extension that has such a day.
  const request = asked.find((limit) => limit?.to === 'extension_requested');
  return request ? (profile.extensions.find((one) => lengthens(profile, one, request.before ?? [])) ?? null) : null;
}

function lengthens(profile: Profile, extension: Extension, limits: readonly string[]): boolean {
  return profile.limits.some((limit) => limit.extension === extension.id && limits.includes(limit.id));
}

function preferred(limits: Limit[], holds: (limit: Limit) => boolean): Limit[] {
  const better = limits.filter(holds);
  return better.length > 0 ? better : limits;
}
