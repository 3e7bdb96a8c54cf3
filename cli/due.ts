import { readFileSync } from 'node:fs';
import { loadProfiles, type Profiles } from '../core/load-profiles.ts';
import { STATE_COUNCIL_CALENDAR } from '../domain/calendar/holidays.ts';
import { askDue, type DueAnswer } from '../domain/regimes/ask-due.ts';
import { type DueQuestion, dueQuestionSchema, questionError } from '../domain/regimes/due-question.ts';
import { type CommandLine, demandOption, fromWhereCalled } from './command-line.ts';
import { EXIT } from './help.ts';
import { FileError, type Outcome } from './outcome.ts';
import { reasonOf } from './write-file.ts';

/** Deadlines without a case and without a database: every question of a file answered, or none. */
export async function runDue(line: CommandLine): Promise<Outcome> {
  const questions = readQuestions(fromWhereCalled(demandOption(line, 'cases')));
  const profiles = loadProfiles();
  const answers = questions.map((question) => answer(question, profiles));
  return { text: answers.map(lineOf).join('\n'), data: answers, exit: EXIT.ok };
}

function answer(question: DueQuestion, profiles: Profiles): DueAnswer {
  const profile = profiles.get(question.regime);
  if (!profile) throw questionError(question.id, 'not_found', 'regime', `没有办理制度“${question.regime}”`);
  return askDue(profile, question, STATE_COUNCIL_CALENDAR);
}

/** @throws FileError when the file is no JSON array; DeskError naming the first question that is none */
function readQuestions(path: string): DueQuestion[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new FileError(error instanceof SyntaxError ? `${path} 不是 JSON` : `不能读取 ${path}（${reasonOf(error)}）`);
  }
  const list = Array.isArray(content) ? content : (content as { cases?: unknown } | null)?.cases;
  if (!Array.isArray(list)) throw new FileError(`${path} 应为题目的数组`);
  return list.map((item: unknown, index) => {
    const read = dueQuestionSchema.safeParse(item);
    if (read.success) return read.data;
    const id = (item as { id?: unknown } | null)?.id;
    const name = typeof id === 'string' || typeof id === 'number' ? id : `#${index + 1}`;
    const field = read.error.issues[0]?.path.join('.') ?? '';
    throw questionError(name, 'invalid', field, `${field || '题目'} 不合格式`);
  });
}

function lineOf({ id, due, provisional, proof }: DueAnswer): string {
  return `${id}\t${due ?? '无日期'}${provisional ? '（暂定）' : ''}\t${proof.summary}`;
}
