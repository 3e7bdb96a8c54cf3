import { listedCases } from '../../db/cases.ts';
import { VERIFICATION_WORDS } from '../../domain/contract/commands.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import type { ParsedInputOf } from '../../domain/contract/procedures.ts';
import type { CaseRow } from '../../domain/contract/views/cases.ts';
import type { StatisticsView } from '../../domain/contract/views/figures.ts';
import {
  CHANNEL_WORDS,
  KIND_WORDS,
  SATISFACTION_WORDS,
  STATUS_WORDS,
  satisfactionLevels,
} from '../../domain/contract/words.ts';
import type { Period } from '../../domain/counting/periods.ts';
import {
  addToSums,
  casesBehind,
  emptySums,
  type FigureGroup,
  figureGroups,
  flowFigures,
  type PeriodSums,
} from '../../domain/counting/sums.ts';
import { FLOW_WORDS } from '../../domain/counting/words.ts';
import { shanghaiIso } from '../platform.ts';
import type { ActingOfficer, Workspace } from '../workspace.ts';
import { caseRows } from './case-views.ts';
import { casesOfConsequence } from './count-consequences.ts';
import { eachFigures } from './each-figures.ts';

/** Sums of a period, with the cases behind each, and the procedures those cases follow. */
async function sumsOf(
  workspace: Workspace,
  officer: ActingOfficer,
  period: Period,
): Promise<{ sums: PeriodSums; regimes: Set<string> }> {
  const sums = emptySums(period);
  const regimes = new Set<string>();
  const now = shanghaiIso(workspace.platform.now());
  await eachFigures(workspace, officer, period, (figures) => {
    addToSums(sums, figures, now);
    regimes.add(figures.regime);
  });
  return { sums, regimes };
}

/**
 * Figures of a period between two local dates, both included. Cases from which the officer has withdrawn (回避) do not
 * count: a sum that held them would say that they are there.
 *
 * @throws DeskError `bad_request` when it ends before it begins
 */
export async function countCases(
  workspace: Workspace,
  officer: ActingOfficer,
  { from, to }: Period,
): Promise<StatisticsView> {
  if (from > to) throw new DeskError('bad_request');
  const { sums, regimes } = await sumsOf(workspace, officer, { from, to });
  const categories = categoryNames(workspace, regimes);
  const groups = Object.fromEntries(
    figureGroups.map((group) => [
      group,
      [...sums.groups[group]]
        .map(([value, ids]) => ({ value, name: nameOf(group, value, categories), count: ids.length }))
        .sort(ORDER[group] ?? mostFirst),
    ]),
  ) as StatisticsView['groups'];
  return { from, to, groups, limits: sums.limits };
}

/** The cases behind one figure, a page of them. */
export async function casesBehindFigure(
  workspace: Workspace,
  officer: ActingOfficer,
  { of, offset, limit }: ParsedInputOf<'statistics.cases'>,
): Promise<{ rows: CaseRow[]; total: number }> {
  const ids =
    of.type === 'figure'
      ? casesBehind((await sumsOf(workspace, officer, { from: of.from, to: of.to })).sums, of)
      : await casesOfConsequence(workspace, officer, of);
  const page = listedCases(workspace.db.orm, ids.slice(offset, offset + limit));
  return { rows: caseRows(workspace, officer, page), total: ids.length };
}

type Figure = { value: string; name: string; count: number };
const mostFirst = (a: Figure, b: Figure) => b.count - a.count || a.name.localeCompare(b.name, 'zh');
const inOrderOf = (values: readonly string[]) => (a: Figure, b: Figure) =>
  values.indexOf(a.value) - values.indexOf(b.value);
const ORDER: Partial<Record<FigureGroup, (a: Figure, b: Figure) => number>> = {
  flow: inOrderOf(flowFigures),
  satisfaction: inOrderOf([...satisfactionLevels, 'declined']),
  day: (a, b) => (a.value < b.value ? -1 : 1),
};

const WORDS: Partial<Record<FigureGroup, Readonly<Record<string, string>>>> = {
  flow: FLOW_WORDS,
  kind: KIND_WORDS,
  channel: CHANNEL_WORDS,
  status: STATUS_WORDS,
  satisfaction: SATISFACTION_WORDS,
  finding: VERIFICATION_WORDS,
};

function nameOf(group: FigureGroup, value: string, categories: ReadonlyMap<string, string>): string {
  if (group === 'category') return categories.get(value) ?? value;
  if (group === 'unit' || group === 'unit_verified') return value || '未指明';
  return WORDS[group]?.[value] ?? value;
}

/** Names of the categories in some procedures, by id. */
export function categoryNames(workspace: Workspace, regimes: Iterable<string>): Map<string, string> {
  const categories = [...regimes].flatMap((regime) => workspace.profiles.get(regime)?.categories ?? []);
  return new Map(categories.map(({ id, name }) => [id, name]));
}
