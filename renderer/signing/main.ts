import type { Strokes } from '../../domain/contract/signature.ts';
import { showConfirm, showMessage, showRating } from './confirm-step.ts';
import { showReading } from './read-step.ts';
import { showSigning } from './sign-step.ts';
import './signing.css';
import { type Answer, fetchTask, SigningError, type SigningTask, sendSignature } from './task.ts';

/**
 * The citizen's page: read, sign, confirm, rate, one thing at a time. It holds one task in memory, stores nothing, and
 * forgets it all at the end. It runs over plain HTTP in a LAN, so it uses nothing that needs a secure context.
 */
async function start(): Promise<void> {
  try {
    read(await fetchTask(), null);
  } catch (problem) {
    showProblem(problem);
  }
}

function read(task: SigningTask, strokes: Strokes | null): void {
  showReading(task, () => sign(task, strokes));
}

function sign(task: SigningTask, strokes: Strokes | null): void {
  showSigning(
    task,
    strokes,
    (kept) => read(task, kept),
    (done) => confirm(task, done),
  );
}

function confirm(task: SigningTask, strokes: Strokes): void {
  showConfirm(
    task,
    strokes,
    () => sign(task, null),
    (report) => (task.askSatisfaction ? rate(task, strokes) : send(task, strokes, null, report)),
  );
}

function rate(task: SigningTask, strokes: Strokes): void {
  showRating(
    () => confirm(task, strokes),
    (answer, report) => send(task, strokes, answer, report),
  );
}

let sending = false;

async function send(
  task: SigningTask,
  strokes: Strokes,
  answer: Answer | null,
  report: (problem: string | null) => void,
): Promise<void> {
  if (sending) return;
  sending = true;
  report(null);
  try {
    await sendSignature(task.textHash, strokes, answer);
    showMessage('谢谢您', '您的签字已交给受理台，这里没有留下任何内容。请稍候取回执。');
  } catch (problem) {
    const known = problem instanceof SigningError ? problem.code : 'internal';
    if (known === 'signing_expired' || known === 'signature_text_changed') showProblem(problem);
    else report(problem instanceof SigningError ? problem.message : '没有提交上，请再试一次');
  } finally {
    sending = false;
  }
}

function showProblem(problem: unknown): void {
  const code = problem instanceof SigningError ? problem.code : 'internal';
  if (code === 'signing_expired' || code === 'not_found') {
    showMessage('这个页面已失效', '签字已经完成、取消或超过时间。需要签字时，请工作人员重新发起。');
  } else if (code === 'signature_text_changed') {
    showMessage('记录有了改动', '工作人员刚刚修改了记录，请等工作人员重新发起，再核对一次。');
  } else {
    showMessage('暂时打不开', '暂时连不上受理台。', () => void start());
  }
}

void start();
