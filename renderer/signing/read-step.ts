import { button, el, heading, show } from './dom.ts';
import type { SigningTask } from './task.ts';

const SIZES = [22, 26, 30, 36] as const;
let size = 0;

/** First: their own words, large. The way on opens at the end of the text, or when somebody read it aloud. */
export function showReading(task: SigningTask, onRead: () => void): void {
  const text = el('div', { class: 'text', tabindex: '0', role: 'region', 'aria-label': '记录全文' }, task.text);
  const onward = button('', 'primary', () => (atEnd() ? onRead() : text.scrollBy({ top: text.clientHeight * 0.85 })));
  const smaller = button('A－', 'plain', () => resize(-1));
  const larger = button('A＋', 'plain', () => resize(1));
  smaller.setAttribute('aria-label', 'A－，缩小文字');
  larger.setAttribute('aria-label', 'A＋，放大文字');
  let seen = false;

  function atEnd(): boolean {
    // A pixel of tolerance: scaled screens round.
    seen ||= text.scrollTop + text.clientHeight >= text.scrollHeight - 4;
    return seen;
  }
  function update(): void {
    onward.textContent = atEnd() ? '我已看完，去签字' : '往下看 ↓';
  }
  function resize(step: number): void {
    size = Math.max(0, Math.min(SIZES.length - 1, size + step));
    text.style.fontSize = `${SIZES[size]}px`;
    smaller.disabled = size === 0;
    larger.disabled = size === SIZES.length - 1;
    update();
  }

  text.addEventListener('scroll', update);
  new ResizeObserver(update).observe(text);
  show(
    el(
      'main',
      { class: 'step step-read' },
      el(
        'header',
        { class: 'head' },
        el('div', {}, heading(task.title), el('p', { class: 'station' }, task.stationName)),
        el('div', { class: 'sizes', role: 'group', 'aria-label': '文字大小' }, smaller, larger),
      ),
      text,
      el(
        'footer',
        { class: 'foot' },
        el('p', { class: 'hint' }, '有不对的地方，请现在告诉工作人员。'),
        el('div', { class: 'buttons' }, button('已有人读给我听', 'plain', onRead), onward),
      ),
    ),
  );
  resize(0);
}
