import { findCaseFor } from '../../db/cases.ts';
import { duplicateCandidates } from '../../db/duplicates.ts';
import type { ComplaintRecord } from '../../domain/contract/record.ts';
import type { IntakeAdvice } from '../../domain/contract/views/cases.ts';
import { fold, pairsOf } from '../../domain/duplicates/matter.ts';
import { ready, scoreOf, type Told } from '../../domain/duplicates/score.ts';
import { shanghaiIso } from '../platform.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { sightOfCase } from './sight.ts';

const DAY_MS = 86_400_000;
/** A matter older than this is opened anew. */
const LOOK_BACK_DAYS = 400;
const SHOWN = 5;
/** Characters below which a phone or an identity number names nobody. */
const SHORTEST_NUMBER = 5;

/** Earlier cases that an officer should look at before opening another: same matter first, then the same person's. */
export function earlierCases(
  workspace: Workspace,
  officer: ActingOfficer,
  record: ComplaintRecord,
): IntakeAdvice['duplicates'] {
  const told = toldBy(record);
  const here = ready(told);
  const since = shanghaiIso(new Date(workspace.platform.now().getTime() - LOOK_BACK_DAYS * DAY_MS));
  const found = duplicateCandidates(workspace.db, {
    phones: told.phones.filter((phone) => phone.trim().length >= SHORTEST_NUMBER),
    idNo: told.idNo.trim().length >= SHORTEST_NUMBER ? told.idNo : '',
    pairs: pairsOf(fold(told.texts.join('\n'))),
    since,
    officerId: officer.id,
  });
  return found
    .map((row) => ({ row, likeness: scoreOf(here, ready(toldBy(row.record))) }))
    .filter(({ row, likeness }) => likeness.kind !== 'other' && isWhole(workspace, officer, row))
    .sort((a, b) => b.likeness.score - a.likeness.score || b.row.registeredAt.localeCompare(a.row.registeredAt))
    .slice(0, SHOWN)
    .map(({ row, likeness }) => ({
      caseId: row.caseId,
      number: row.number,
      complainantName: row.complainantName,
      summary: row.summary,
      registeredAt: row.registeredAt,
      status: row.status,
      score: likeness.score,
      kind: likeness.kind === 'same' ? 'same' : 'person',
      reasons: likeness.reasons,
    }));
}

/** A case that this officer has masked is not compared: that it is alike would tell whose it is. */
function isWhole(workspace: Workspace, officer: ActingOfficer, { caseId }: { caseId: string }): boolean {
  const found = findCaseFor(workspace.db.orm, caseId, officer.id);
  return found !== null && sightOfCase(workspace, officer, found.parsed) === 'full';
}

function toldBy({ complainant, respondent, request, narrative, fields }: ComplaintRecord): Told {
  const representatives = complainant.group?.representatives ?? [];
  return {
    name: complainant.type === 'anonymous' ? '' : complainant.name,
    idNo: complainant.id_no,
    phones: [complainant.phone, complainant.agent?.phone ?? '', ...representatives.map((one) => one.phone)],
    unit: respondent.unit,
    window: respondent.window_no,
    staff: respondent.staff,
    texts: [request, narrative, ...Object.values(fields ?? {}).filter((value) => typeof value === 'string')],
  };
}
