import { findCaseFor } from '../../db/cases.ts';
import { messageOf } from '../../domain/contract/errors.ts';
import type { ComplaintRecord } from '../../domain/contract/record.ts';
import type { IntakeAdvice } from '../../domain/contract/views/cases.ts';
import type { RegimeView } from '../../domain/contract/views/station.ts';
import { clocksThatWouldStart } from '../../domain/regimes/clocks.ts';
import { likelyChecks, requiresSignature, validateIntake } from '../../domain/regimes/intake.ts';
import { noticeBeforeTyping } from '../../domain/regimes/notice.ts';
import { shanghaiIso } from '../platform.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { earlierCases } from './earlier-cases.ts';
import { profileFor, profileInForce } from './project-case.ts';

/** What the side panel says while the officer types. Nothing is stored. */
export function adviseIntake(
  workspace: Workspace,
  officer: ActingOfficer,
  request: { record: ComplaintRecord; category: string | null },
): IntakeAdvice {
  const { record } = request;
  const profile = profileInForce(workspace, workspace.settings().station.regime);
  const checks = likelyChecks(profile, record);
  const now = shanghaiIso(workspace.platform.now());
  const category =
    request.category ?? profile.categories.find((c) => c.id === 'general')?.id ?? profile.categories[0]?.id ?? null;
  return {
    duties: [
      ...checks.duties.map((duty) => ({ id: duty.id, text: duty.text })),
      ...checks.notices.map((notice) => ({ id: notice.id, text: notice.text })),
      ...checks.grounds.map((ground) => ({ id: ground.code, text: `可能属于不予受理情形：${ground.text}` })),
    ],
    phrases: checks.phrases.map((phrase) => phrase.text),
    errors: validateIntake(profile, record).map((error) => ({ ...error, message: messageOf(error.code) })),
    duplicates: earlierCases(workspace, officer, record),
    clocks: clocksThatWouldStart(profile, record, category, now, workspace.calendar),
    signatureRequired: requiresSignature(profile, record),
  };
}

/**
 * The procedure as forms and lists show it: the one in force, or the one that a case began under. Of a case whose version is
 * not here the words of the one in force are shown; `CaseFileView.regimeMissing` says so, and nothing is decided by them.
 */
export function regimeView(workspace: Workspace, officer: ActingOfficer, caseId?: string): RegimeView {
  const regime =
    caseId === undefined ? null : (findCaseFor(workspace.db.orm, caseId, officer.id)?.parsed.regime ?? null);
  const profile =
    (regime && profileFor(workspace, regime)) ?? profileInForce(workspace, workspace.settings().station.regime);
  return {
    id: profile.id,
    name: profile.name,
    short: profile.short,
    hotline: profile.kind.endsWith('_hotline'),
    channels: profile.channels.map(({ id, name }) => ({ id, name, notice: noticeBeforeTyping(profile, id) })),
    phrases: profile.phrases.map(({ when, text, channels }) => ({ when, text, channels: channels ?? null })),
    reminders: (profile.reminders ?? []).map(({ id, text, when, source }) => ({ id, text, when, source })),
    fields: profile.intake.fields.map((field) => ({
      id: field.id,
      label: field.label,
      required: String(field.required),
      path: field.path,
      or: field.or ?? null,
    })),
    categories: profile.categories.map(({ id, name, rule }) => ({ id, name, rule })),
    refusals: profile.acceptance.refusals.map(({ code, text, next, source }) => ({ code, text, next, source })),
    acceptanceText: profile.acceptance.text,
    profile,
    roles: profile.roles.map(({ id, name }) => ({ id, name })),
  };
}
