import { findCaseFor } from '../../db/cases.ts';
import { draftBecameCase, findDraft, saveDraft } from '../../db/drafts.ts';
import { floorOf } from '../../db/number-floor.ts';
import { drawNumber, findFile } from '../../db/settings.ts';
import { forgetSigningTasks } from '../../db/signing-tasks.ts';
import { localDate } from '../../domain/calendar/dates.ts';
import { canonicalJson } from '../../domain/case-file/chain.ts';
import { caseNumber } from '../../domain/case-file/number.ts';
import type { NewFact } from '../../domain/contract/entries.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import type { PrintJob } from '../../domain/contract/printing.ts';
import type { ComplaintRecord } from '../../domain/contract/record.ts';
import { requiresSignature, validateIntake } from '../../domain/regimes/intake.ts';
import { shanghaiIso } from '../platform.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { appendFacts } from './append-facts.ts';
import { takeSignature } from './collect-signature.ts';
import { enqueuePrint, jobsOfCase } from './print-papers.ts';
import { profileInForce } from './project-case.ts';

export interface Registered {
  caseId: string;
  number: string;
  jobs: PrintJob[];
}

/**
 * Saves a complaint: number, entries, projection, outbox and print jobs in one transaction. When this returns, all of it
 * is fsynced. Asking again for the same draft gives the same case, so that a retry after a crash never makes a second.
 *
 * @throws DeskError with `fields` for what the regime demands; the draft stays as it was
 */
export function registerComplaint(
  workspace: Workspace,
  officer: ActingOfficer,
  request: { draftId: string; record: ComplaintRecord; signingTaskId: string | null; print: boolean },
): Registered {
  const { db, platform } = workspace;
  return db.raw
    .transaction((): Registered => {
      const earlier = findDraft(db.orm, request.draftId)?.caseId;
      if (earlier) {
        const found = findCaseFor(db.orm, earlier, officer.id);
        if (!found) throw new DeskError('not_found');
        // Other words under the same draft are another complaint: to answer with the first case would lose them.
        if (canonicalJson(found.parsed.record) !== canonicalJson(request.record)) throw new DeskError('already_done');
        return { caseId: earlier, number: found.number, jobs: jobsOfCase(workspace, earlier) };
      }
      const { station } = workspace.settings();
      const { record } = request;
      if (record.regime !== station.regime)
        throw new DeskError('invalid', { fields: [{ path: 'regime', code: 'invalid' }] });
      const profile = profileInForce(workspace, record.regime);
      const errors = validateIntake(profile, record);
      if (errors.length > 0) throw new DeskError(errors[0]?.code ?? 'invalid', { fields: errors });

      const signed =
        request.signingTaskId === null
          ? null
          : takeSignature(workspace, request.signingTaskId, { draftId: request.draftId, record });
      if (signed === null && requiresSignature(profile, record)) {
        throw new DeskError('signature_required', { fields: [{ path: 'signature', code: 'signature_required' }] });
      }

      const caseId = platform.newId();
      const today = localDate(shanghaiIso(platform.now()));
      const series = `case ${today}`;
      const number = caseNumber(
        station.code,
        today,
        drawNumber(db.orm, series, floorOf(db.orm, series, platform.now())),
      );
      const facts: NewFact[] = [
        {
          kind: 'registered',
          payload: { number, regime: { id: profile.id, version: profile.version }, stationName: station.name, record },
        },
      ];
      if (signed) facts.push({ kind: 'signed', payload: signed });
      for (const evidence of record.evidence) {
        if (evidence.sha256 === undefined) continue;
        if (!findFile(db.orm, evidence.sha256))
          throw new DeskError('not_found', { fields: [{ path: 'evidence', code: 'not_found' }] });
        facts.push({ kind: 'attached', payload: { evidence: { ...evidence, sha256: evidence.sha256 } } });
      }
      appendFacts(workspace, caseId, facts, officer, 0);
      if (!findDraft(db.orm, request.draftId)) {
        const savedAt = shanghaiIso(platform.now());
        saveDraft(db.orm, {
          draftId: request.draftId,
          record: '{}',
          officerId: officer.id,
          officerName: officer.name,
          savedAt,
        });
      }
      draftBecameCase(db.orm, request.draftId, caseId);
      forgetSigningTasks(db.orm, { draftId: request.draftId });
      if (request.print) {
        for (const document of ['registration_slip', 'registration_form'] as const) {
          enqueuePrint(workspace, officer, { caseId, document, width: null, requestId: `${caseId} ${document}` });
        }
      }
      return { caseId, number, jobs: jobsOfCase(workspace, caseId) };
    })
    .immediate();
}
