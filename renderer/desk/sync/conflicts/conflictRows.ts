import type { SettleChoice } from '../../../../domain/contract/commands.ts';
import { ENTRY_WORDS, type Entry } from '../../../../domain/contract/entries.ts';
import type { ConflictView, SettlingOutcome, VersionView } from '../../../../domain/contract/views/conflicts.ts';
import { STATUS_WORDS } from '../../../../domain/contract/words.ts';
import { visible, visibleLine } from '../../../../domain/documents/visible.ts';
import { dateTime } from '../../format.ts';
import { entryLines, type Names } from '../../work/casefile/entryLines.ts';

/** One line of the comparison: what took effect at the left, what came late at the right. */
export interface Row {
  label: string;
  standing: string;
  late: string;
  differs: boolean;
}

const NOTHING = '—';
/** Said where no paper is out that would have to be taken back. */
const NO_PAPER = '没有';

function row(label: string, standing: string, late: string): Row {
  return { label, standing: standing || NOTHING, late: late || NOTHING, differs: standing !== late };
}

/** Who did which step, where and when by the clock of that desk, and what was known there. */
export function whoRows({ standing, late }: ConflictView, role: (id: string) => string): Row[] {
  const of = (version: VersionView | null, words: (one: VersionView) => string) => (version ? words(version) : '');
  const both = (label: string, words: (one: VersionView) => string) => row(label, of(standing, words), of(late, words));
  return [
    both('办理', ({ entry }) => ENTRY_WORDS[entry.kind]),
    both('办理人', ({ entry: { actor, stationId } }) =>
      [stationId, visibleLine(actor.name), ...actor.roles.map(role)].filter((part) => part !== '').join(' · '),
    ),
    both('本站时间', ({ entry }) => dateTime(entry.wallTime)),
    both('当时所见', seenWords),
  ];
}

/** How much of the file the writer had seen, and what not. */
export function seenWords({ before, unseen }: VersionView): string {
  if (unseen.length === 0) return `看到了此前全部 ${before} 条`;
  const missed = unseen
    .slice(0, 3)
    .map(({ kind, stationId, at }) => `${ENTRY_WORDS[kind]}（${stationId}，${dateTime(at).slice(5)}）`);
  const more = unseen.length > missed.length ? `等 ${unseen.length} 条` : '';
  return `此前 ${before} 条中看到 ${before - unseen.length} 条；没有看到${missed.join('、')}${more}`;
}

/** All that the two facts say, label by label; a label that comes up twice is one line. */
export function factRows({ standing, late }: ConflictView, names: Names): Row[] {
  const [left, right] = [linesOf(standing?.entry, names), linesOf(late.entry, names)];
  const labels = [...new Set([...left.keys(), ...right.keys()])];
  return labels.map((label) => row(label || '内容', left.get(label) ?? '', right.get(label) ?? ''));
}

function linesOf(entry: Entry | undefined, names: Names): Map<string, string> {
  const lines = new Map<string, string>();
  for (const { label, text } of entry ? entryLines(entry, names) : []) {
    const before = lines.get(label);
    lines.set(label, before === undefined ? visible(text) : `${before}\n${visible(text)}`);
  }
  return lines;
}

export function paperWords(paper: VersionView['paper']): string {
  if (!paper) return '没有随附文书';
  const number = paper.number ? `${paper.number}` : '';
  const printed = paper.printed > 0 ? `已出具 ${paper.printed} 份` : '没有出具记录';
  return [`《${paper.title}》${number}`, printed].join('，');
}

/** What follows from each choice, line by line. */
export function outcomeRows({ keep, take, standing, late }: ConflictView, category: (id: string) => string): Row[] {
  const both = (label: string, words: (one: SettlingOutcome) => string) =>
    row(label, keep ? words(keep) : '', take ? words(take) : '');
  const rows = [
    both('案卷状态', ({ status }) => STATUS_WORDS[status]),
    both('类别', (one) => (one.category === null ? '未定' : category(one.category))),
    both('承办单位', ({ unit }) => unit ?? '没有'),
    both('下一步', ({ nextStep }) => nextStep ?? '没有待办的步骤'),
    both('时限', clockWords),
  ];
  const papers = row('须收回的文书', recallWords(late.paper), take ? recallWords(standing?.paper ?? null) : '');
  return [...rows, papers];
}

/** The limits that would be counted: which runs until when, and which no longer runs. */
export function clockWords({ clocks }: SettlingOutcome): string {
  if (clocks.length === 0) return '没有在计的时限';
  return clocks
    .map(({ what, holder, state, dueAt }) => {
      const name = holder ? `${what}（${holder}）` : what;
      if (state === 'met') return `${name}：已按时完成`;
      if (state === 'late') return `${name}：已逾期完成`;
      return `${name}：${dueAt ? `${dateTime(dueAt)} 前` : '没有日期'}`;
    })
    .join('\n');
}

/** What a person has to see to once the version that the paper belongs to does not hold. */
export function recallWords(paper: VersionView['paper']): string {
  if (!paper || (paper.printed === 0 && !paper.number)) return NO_PAPER;
  const name = `《${paper.title}》${paper.number ?? ''}`;
  return paper.printed > 0 ? `${name} 已出具 ${paper.printed} 份，须收回或另行告知` : `${name} 作废，文号不再使用`;
}

/** The consequence in one sentence, for the question that is asked last. */
export function consequenceWords(conflict: ConflictView, choice: SettleChoice, names: Names): string {
  const keeps = choice === 'keep';
  const outcome = keeps ? conflict.keep : conflict.take;
  const told = factRows(conflict, names).find(({ differs }) => differs);
  const of = (version: VersionView | null, gist: string | undefined) =>
    version
      ? `${version.entry.stationId} ${visibleLine(version.entry.actor.name)}的“${ENTRY_WORDS[version.entry.kind]}${gist ? `：${shortened(gist)}` : ''}”`
      : '原来的办理';
  const standing = of(conflict.standing, told?.standing);
  const late = of(conflict.late, told?.late);
  const recall = recallWords((keeps ? conflict.late : conflict.standing)?.paper ?? null);
  return [
    keeps ? `以 ${standing}为准，${late}不生效。` : `以 ${late}为准，${standing}不再有效。`,
    outcome ? `案卷状态为“${STATUS_WORDS[outcome.status]}”。` : '',
    recall === NO_PAPER ? '' : `${recall}。`,
  ].join('');
}

/** So much of a text that a sentence can still be read around it. */
function shortened(text: string): string {
  const letters = [...text.replace(/\s+/gu, ' ')];
  return letters.length > 30 ? `${letters.slice(0, 30).join('')}…` : letters.join('');
}
