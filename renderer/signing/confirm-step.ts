import type { Strokes } from '../../domain/contract/signature.ts';
import { SATISFACTION_WORDS, satisfactionLevels } from '../../domain/contract/words.ts';
import { button, el, heading, show } from './dom.ts';
import { drawing } from './pad.ts';
import type { Answer, SigningTask } from './task.ts';

/** Sends, or says kindly why not; nothing drawn or chosen is lost by a failure. */
export type Send = (report: (problem: string | null) => void) => void;

/** Third: what is signed and the signature together, before it counts. */
export function showConfirm(task: SigningTask, strokes: Strokes, onBack: () => void, onNext: Send): void {
  const { problem, report } = problemLine();
  const text = el('div', { class: 'text-head', tabindex: '0', role: 'region', 'aria-label': '记录全文' }, task.text);
  const words = task.askSatisfaction ? '下一步' : '确认提交';
  show(
    el(
      'main',
      { class: 'step step-confirm' },
      el(
        'header',
        { class: 'head' },
        el('div', {}, heading('请确认'), el('p', { class: 'station' }, task.stationName)),
      ),
      el('div', { class: 'confirm' }, text, el('div', { class: 'signature' }, drawing(strokes))),
      el(
        'footer',
        { class: 'foot' },
        problem,
        el(
          'div',
          { class: 'buttons' },
          button('返回重签', 'plain', onBack),
          button(words, 'primary', () => onNext(report)),
        ),
      ),
    ),
  );
}

/** Last, where it is asked: five levels and the right to say nothing; none is chosen beforehand. */
export function showRating(
  onBack: () => void,
  onRated: (answer: Answer, report: (problem: string | null) => void) => void,
): void {
  const { problem, report } = problemLine();
  let chosen: Answer | null = null;
  const choice = (value: Answer): HTMLLabelElement =>
    el(
      'label',
      { class: `rating${value === 'declined' ? ' rating-declined' : ''}` },
      el('input', {
        type: 'radio',
        name: 'satisfaction',
        value,
        change: () => {
          chosen = value;
          report(null);
        },
      }),
      el('span', {}, SATISFACTION_WORDS[value]),
    );
  show(
    el(
      'main',
      { class: 'step step-rate' },
      el(
        'header',
        { class: 'head' },
        el('div', {}, heading('您对办理结果满意吗？'), el('p', { class: 'station' }, '由您自己选择，也可以不评价。')),
      ),
      el(
        'div',
        { class: 'ratings', role: 'radiogroup', 'aria-label': '满意度' },
        ...satisfactionLevels.map(choice),
        choice('declined'),
      ),
      el(
        'footer',
        { class: 'foot' },
        problem,
        el(
          'div',
          { class: 'buttons' },
          button('上一步', 'plain', onBack),
          button('提交', 'primary', () =>
            chosen ? onRated(chosen, report) : report('请选一项，不想评价请选“不评价”。'),
          ),
        ),
      ),
    ),
  );
}

function problemLine() {
  const problem = el('p', { class: 'hint problem', role: 'status' });
  return {
    problem,
    report: (words: string | null): void => {
      problem.textContent = words ?? '';
    },
  };
}

/** A page that only says something: thanks, expired, closed. */
export function showMessage(title: string, words: string, retry?: () => void): void {
  show(
    el(
      'main',
      { class: 'step step-message' },
      heading(title),
      el('p', {}, words),
      ...(retry ? [button('再试一次', 'primary', retry)] : []),
    ),
  );
}
