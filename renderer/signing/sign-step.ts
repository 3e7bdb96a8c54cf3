import { isEmptySignature, type Strokes } from '../../domain/contract/signature.ts';
import { button, el, heading, show } from './dom.ts';
import { createPad } from './pad.ts';
import type { SigningTask } from './task.ts';

/** Second: the signature, with finger, pen or mouse. */
export function showSigning(
  task: SigningTask,
  kept: Strokes | null,
  onBack: (strokes: Strokes) => void,
  onDone: (strokes: Strokes) => void,
): void {
  const canvas = el('canvas', { class: 'pad', role: 'img', 'aria-label': '签字区：请用手指、笔或鼠标书写' });
  const message = el('p', { class: 'hint', role: 'status' }, '请用手指、笔或鼠标在框内写下姓名。');
  const pad = createPad(canvas, kept, () => {
    message.className = 'hint';
    message.textContent = '写得不满意，可以重签。';
  });
  const leave = (next: (strokes: Strokes) => void): void => {
    const strokes = pad.read();
    pad.close();
    next(strokes);
  };
  const finish = (): void => {
    if (isEmptySignature(pad.read())) {
      message.className = 'hint problem';
      message.textContent = '还没有看到您的签字，请在框内写下姓名。';
      return;
    }
    leave(onDone);
  };
  show(
    el(
      'main',
      { class: 'step step-sign' },
      el(
        'header',
        { class: 'head' },
        el(
          'div',
          {},
          heading('请签名'),
          el('p', { class: 'station' }, task.signerName ? `签字人：${task.signerName}` : task.stationName),
        ),
      ),
      el('div', { class: 'pad-frame' }, canvas),
      el(
        'footer',
        { class: 'foot' },
        message,
        el(
          'div',
          { class: 'buttons' },
          button('上一步', 'plain', () => leave(onBack)),
          button('重签', 'plain', () => pad.clear()),
          button('签好了', 'primary', finish),
        ),
      ),
    ),
  );
}
