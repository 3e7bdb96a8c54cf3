import { chineseDate, localDate } from '../calendar/dates.ts';
import type { Calendar } from '../calendar/holidays.ts';
import type { CountedDate, CountedDay } from '../calendar/working-days.ts';
import { baseLimit, extensionOf, limitOf } from './base-limit.ts';
import { countedBack, type Lead, leadOf, requestLead, urgingDays } from './before.ts';
import { type Due, dueOf, enteredDue, extendedDue, latestDue } from './due.ts';
import { type DueQuestion, eventOf, type GivenDates, givenDates, questionError, startOf } from './due-question.ts';
import { ENTERED_DATES, type Limit, type LimitUnit, type Profile, type ReturnRule } from './profile-schema.ts';
import { nextReportDate, reminderDay } from './report-due.ts';

/** One date and how it was found. */
export interface DueAnswer {
  id: DueQuestion['id'];
  /** `YYYY-MM-DD`, or `YYYY-MM-DDTHH:mm:ss` in Shanghai for minute limits; null where the text gives no number. */
  due: string | null;
  provisional: boolean;
  proof: {
    /** The sentence of the institution's document; empty where it has none on the matter. */
    rule: string;
    summary: string;
    days: CountedDay[];
  };
}

type Found = Pick<Due, 'due' | 'provisional' | 'days' | 'summary'> & { rule: string };

interface Asked {
  profile: Profile;
  question: DueQuestion;
  given: GivenDates;
  calendar: Calendar;
}

/**
 * Answers one question about a deadline under one regime, without a case.
 *
 * @throws DeskError `not_found`, `required`, `invalid`; the detail names the question
 */
export function askDue(profile: Profile, question: DueQuestion, calendar: Calendar): DueAnswer {
  const { rule, due, provisional, days, summary } = find({ profile, question, given: givenDates(question), calendar });
  return { id: question.id, due, provisional, proof: { rule, summary, days } };
}

function find(asked: Asked): Found {
  switch (asked.question.kind) {
    case 'due':
      return whatTheLimitNames(asked);
    case 'no_limit':
      return numberless(asked) ?? whatTheLimitNames(asked);
    case 'extension_max':
      return extensionMax(asked);
    case 'extension_request_latest':
      return extensionRequestLatest(asked);
    case 'urge_on':
      return urgeOn(asked);
    case 'deemed_signed':
      return deemedSigned(asked);
    case 'promised':
      return promised(asked);
    case 'report_due':
      return reportDue(asked);
  }
}

/** `due` of whatever the id names: most often a limit, but an urging, a report or a return has its day as well. */
function whatTheLimitNames(asked: Asked): Found {
  const { profile, question, given } = asked;
  const id = question.limit ?? question.base_limit;
  if (!id) {
    const limit = baseLimit(profile, question, given, profile.limits);
    return limit ? endOf(asked, limit) : noDate('没有写明是哪个时限');
  }
  const limit = profile.limits.find((one) => one.id === id);
  if (limit?.to === 'urged' && limit.before) return urgeOn(asked);
  if (limit?.before) return beforeEnd(asked, leadOf(limit), limit.before, limit.source);
  if (limit) return endOf(asked, limit);
  if (profile.extensions.some((one) => one.id === id)) return extensionMax(asked);
  if (profile.urging.some((one) => one.id === id)) return urgeOn(asked);
  if (profile.reports?.some((one) => one.id === id)) return reportDue(asked);
  const handedBack = profile.returns?.find((one) => one.id === id);
  if (handedBack) return returnEnd(asked, handedBack);
  return endOf(asked, limitOf(profile, question, 'limit', id));
}

/** What the text names without a number, told by its unit or because it is no limit at all. */
function numberless({ profile, question }: Asked): Found | null {
  const limit = profile.limits.find((one) => one.id === question.limit);
  if (limit?.unit === 'every_day') return { ...noDate('每日办理，不计日期'), rule: limit.source };
  if (!question.limit) return noDate('制度没有写明期限，不计日期');
  const rule = [...profile.feedback, ...(profile.followup ?? [])].find((one) => one.id === question.limit);
  return rule ? { ...noDate('制度没有写明期限，不计日期'), rule: rule.source } : null;
}

function endOf(asked: Asked, limit: Limit): Found {
  const { profile, question, given, calendar } = asked;
  const dated = givenFor(limit.unit, given);
  if (ENTERED_DATES.has(limit.unit))
    return { ...(dated ? enteredDue(dated, calendar) : noDate('等待填写日期')), rule: limit.source };
  const from = { event: eventOf(question, limit.from), at: startOf(question) };
  const extension = profile.extensions.find((one) => one.id === limit.extension);
  if (extension) {
    const replaced = givenFor(extension.max.unit, given);
    if (ENTERED_DATES.has(extension.max.unit) && replaced)
      return { ...enteredDue(replaced, calendar), rule: extension.source };
    const until = given.promised ?? given.agreed;
    if (!ENTERED_DATES.has(extension.max.unit) && until)
      return { ...extendedDue(limit, extension, from, until, calendar), rule: extension.source };
  }
  const deeming = limit.from === 'signed' && from.event === 'order_received' ? deemingRule(profile) : null;
  if (deeming) {
    const signed = returnEnd(asked, deeming);
    if (signed.due === null) return signed;
    const due = dueOf(limit, { event: 'signed', at: `${signed.due}T00:00:00+08:00` }, null, calendar);
    const summary = `${signed.summary}，视同签收；${due.summary}`;
    return { ...due, provisional: due.provisional || signed.provisional, summary, rule: limit.source };
  }
  return { ...dueOf(limit, from, null, calendar), rule: limit.source };
}

/** The date a person gave for such a unit. A customer's wish is no agreed date until the company agrees. */
function givenFor(unit: LimitUnit, given: GivenDates): string | null {
  switch (unit) {
    case 'customer_date':
      return given.agreed ?? given.customer ?? given.promised;
    case 'superior_date':
      return given.superior ?? given.agreed ?? given.promised;
    case 'promised_date':
      return given.promised ?? given.agreed;
    case 'agreed_date':
      return given.agreed ?? given.promised;
    default:
      return null;
  }
}

function extensionMax(asked: Asked): Found {
  const { profile, question, given, calendar } = asked;
  const extension = extensionOf(profile, question);
  if (!extension) return withRuleOf(asked, '制度没有规定这个时限可以延长');
  const limit = baseLimit(profile, question, given, lengthened(profile, extension.id));
  const silent = (why: string): Found => ({ ...noDate(why), rule: extension.source });
  if (ENTERED_DATES.has(extension.max.unit)) {
    const dated = givenFor(extension.max.unit, given);
    return dated
      ? { ...enteredDue(dated, calendar), rule: extension.source }
      : silent('制度没有写最长延期，以承诺或约定的日期为准');
  }
  if (extension.max.unit === 'unspecified') return silent('制度只要求说明情况，没有给出新的期限');
  if (!limit) return silent('没有写明延长的是哪个时限');
  const from = { event: eventOf(question, limit.from), at: startOf(question) };
  const latest = latestDue(limit, extension, from, calendar);
  if (latest === null || latest === 'unmoved') return silent('制度没有写最长延期');
  const summary = `自${chineseDate(localDate(from.at))}起连同延期最长至${chineseDate(latest.date)}`;
  return { ...counted(latest, summary), rule: extension.source };
}

function extensionRequestLatest(asked: Asked): Found {
  const { profile, question } = asked;
  const extension = extensionOf(profile, question);
  if (!extension) return withRuleOf(asked, '制度没有规定这个时限可以延长');
  const lead = requestLead(extension);
  if (!lead) return { ...noDate('制度没有规定最迟何时提出延期'), rule: extension.source };
  // Asked for within the limit as it stood, so dates promised since do not matter.
  const original = { ...asked, given: { agreed: null, promised: null, customer: null, superior: null } };
  const limits = lengthened(profile, extension.id).map((limit) => limit.id);
  return beforeEnd(original, lead, limits, extension.source);
}

function urgeOn(asked: Asked): Found {
  const { profile, question, given } = asked;
  const days = urgingDays(profile);
  if (question.base_limit) limitOf(profile, question, 'base_limit', question.base_limit);
  if (question.limit && !profile.urging.some((one) => one.id === question.limit))
    limitOf(profile, question, 'limit', question.limit);
  const about = [question.limit, question.base_limit].filter((id) => typeof id === 'string');
  const named = days.filter((day) => about.some((id) => day.ids.includes(id)));
  const candidates = named.length > 0 ? sameKind(named, days) : days;
  const limits = profile.limits.filter((limit) => candidates.some((day) => day.limits.includes(limit.id)));
  const base = baseLimit(profile, question, given, limits);
  const day =
    candidates.find((one) => base !== null && one.limits.includes(base.id)) ??
    (named.length === 1 || base === null ? named[0] : undefined);
  if (!day) return withRuleOf(asked, '制度没有写明何时催办');
  return beforeEnd(asked, day.lead, day.limits, day.source);
}

/** A card named by one id stands for all cards of the regime: which one falls is told by the limit. */
function sameKind<T extends { ids: string[]; lead: Lead }>(named: T[], days: T[]): T[] {
  return named.some((day) => day.lead.unit === 'working_day')
    ? days.filter((day) => day.lead.unit === 'working_day')
    : named;
}

/** So long before the end of the limit in question; `start` is that end itself where the question says so. */
function beforeEnd(asked: Asked, lead: Lead | null, limits: readonly string[], rule: string): Found {
  const { profile, question, given, calendar } = asked;
  if (lead === null) return { ...noDate('制度没有写明提前多久'), rule };
  const candidates = profile.limits.filter((limit) => limits.includes(limit.id));
  const startIsEnd = question.event === 'due' && !question.base_limit;
  const base = startIsEnd ? null : baseLimit(profile, question, given, candidates);
  if (!startIsEnd && base === null) return { ...noDate('没有写明从哪个时限往前数'), rule };
  const end = base === null ? endGiven(asked) : endOf(asked, base);
  if (end.due === null) return { ...end, rule };
  const day = countedBack(end.due.slice(0, 10), lead, calendar);
  const provisional = day.provisional || end.provisional;
  const unit = lead.unit === 'working_day' ? '个工作日' : '日';
  const before = lead.amount === 0 ? '当日' : `前${lead.amount}${unit}`;
  const summary = `${end.summary}；到期${before}为${chineseDate(day.date)}`;
  return { ...counted({ ...day, provisional }, summary), rule };
}

function endGiven({ question }: Asked): Found {
  const date = localDate(startOf(question));
  return { due: date, provisional: false, days: [], summary: `到期日为${chineseDate(date)}`, rule: '' };
}

function deemedSigned(asked: Asked): Found {
  const deeming = deemingRule(asked.profile);
  if (!deeming) return noDate('制度没有视同签收的规定');
  const day = returnEnd(asked, deeming);
  return { ...day, summary: `${day.summary}，届时既未签收也未退回的视同当日签收` };
}

function deemingRule(profile: Profile): ReturnRule | undefined {
  return profile.returns?.find((rule) => rule.kind === 'return' && rule.deemed === true);
}

/** Until when an order may be handed back, counted from its receipt. */
function returnEnd({ question, calendar }: Asked, rule: ReturnRule): Found {
  if (!rule.limit) return { ...noDate('制度没有写明退回期限'), rule: rule.source };
  const limit: Pick<Limit, 'amount' | 'unit'> = rule.limit;
  return {
    ...dueOf(limit, { event: 'order_received', at: startOf(question) }, null, calendar),
    rule: rule.source,
  };
}

function promised(asked: Asked): Found {
  const { profile, question, given, calendar } = asked;
  const { rule } = withRuleOf(asked, '');
  const extension = profile.extensions.find((one) => one.id === (question.extension ?? question.limit));
  const limit = profile.limits.find((one) => one.id === question.limit);
  const unit = ENTERED_DATES.has(limit?.unit ?? 'unspecified') ? limit?.unit : extension?.max.unit;
  const date =
    (unit && givenFor(unit, given)) ?? given.agreed ?? given.promised ?? given.superior ?? given.customer ?? null;
  if (date === null) return { ...noDate('等待填写日期'), rule };
  return { ...enteredDue(date, calendar), rule: extension?.source ?? rule };
}

function reportDue(asked: Asked): Found {
  const { profile, question, calendar } = asked;
  const reports = profile.reports ?? [];
  const report = question.limit ? reports.find((one) => one.id === question.limit) : onlyOne(reports);
  if (!report)
    throw questionError(question.id, 'not_found', 'limit', `制度 ${profile.id} 没有“${question.limit ?? ''}”这项报送`);
  const start = localDate(startOf(question));
  const date = nextReportDate(report, start);
  if (date !== null) {
    const days = [{ date, counted: true, reason: '固定的报送日，含当日，不顺延' }];
    return { due: date, provisional: false, days, summary: `最迟${chineseDate(date)}报送`, rule: report.source };
  }
  const reminder = reminderDay(report, start, calendar);
  const remind = reminder ? `；软件于${chineseDate(reminder.date)}提醒` : '';
  return { ...noDate(`制度没有写明报送日${remind}`), rule: report.source };
}

function onlyOne<T extends { due: unknown }>(reports: readonly T[]): T | undefined {
  const dated = reports.filter((one) => one.due !== null);
  return dated.length === 1 ? dated[0] : undefined;
}

function lengthened(profile: Profile, extension: string): Limit[] {
  return profile.limits.filter((limit) => limit.extension === extension);
}

/** No date, with the sentence of the limit or urging asked about. @throws DeskError `not_found` when there is none */
function withRuleOf({ profile, question }: Asked, summary: string): Found {
  const id = question.limit ?? question.base_limit ?? question.extension;
  if (!id) return noDate(summary);
  const rules = [...profile.limits, ...profile.extensions, ...profile.urging, ...(profile.returns ?? [])];
  const rule = rules.find((one) => one.id === id) ?? limitOf(profile, question, 'limit', id);
  return { ...noDate(summary), rule: rule.source };
}

function noDate(summary: string): Found {
  return { due: null, provisional: false, days: [], summary, rule: '' };
}

function counted({ date, provisional, days }: CountedDate, summary: string): Omit<Found, 'rule'> {
  const note = provisional && !summary.includes('暂定') ? '（暂定：其间有的年份尚无放假安排）' : '';
  return { due: date, provisional, days, summary: summary + note };
}
