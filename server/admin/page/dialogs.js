import { button, h } from './elements.js';

/** Says something that just happened, for eyes and screen readers. */
export function say(words) {
  const place = document.getElementById('said');
  if (place) place.textContent = words;
}

/**
 * A form in a dialog. The browser keeps the keyboard inside it; Esc leaves without doing anything.
 *
 * @param {{ title: string, body: Node[], act: string, danger?: boolean, run: () => Promise<void> }} about `run` throws what
 *   is to be said in the dialog, which then stays open
 */
export function ask({ title, body, act, danger = false, run }) {
  const problem = h('p', { class: 'problem', role: 'alert' });
  const go = h('button', { type: 'submit', class: danger ? 'button button-danger' : 'button button-primary' }, act);
  const form = h(
    'form',
    {
      method: 'dialog',
      onsubmit: async (event) => {
        event.preventDefault();
        go.disabled = true;
        problem.textContent = '';
        try {
          await run();
          dialog.close();
        } catch (error) {
          problem.textContent = error.message;
        } finally {
          go.disabled = false;
        }
      },
    },
    h('h2', {}, title),
    ...body,
    problem,
    h(
      'div',
      { class: 'row' },
      go,
      button('不做了', () => dialog.close()),
    ),
  );
  const dialog = open(title, form);
}

/** Shows a one-time code, once. */
export function showCode({ code, enrolCode, expiresAt }) {
  const copied = h('span', { class: 'words', role: 'status' });
  const dialog = open(
    '入网码',
    h('h2', {}, `站点 ${code} 的入网码`),
    h('p', { class: 'one-time', tabindex: '0', 'aria-label': '入网码' }, enrolCode),
    h('p', {}, `只显示这一次，关上后谁也看不到。${expiresAt} 之前在那台电脑上输入，只能用一次。`),
    h(
      'div',
      { class: 'row' },
      button('抄好了，关上', () => dialog.close(), { class: 'button button-primary' }),
      button('复制', async () => {
        await navigator.clipboard.writeText(enrolCode).catch(() => {});
        copied.textContent = '已复制';
      }),
      copied,
    ),
  );
}

function open(title, ...children) {
  const before = document.activeElement;
  const dialog = h('dialog', { 'aria-label': title }, ...children);
  dialog.addEventListener('close', () => {
    dialog.remove();
    // The button that opened it may have been redrawn meanwhile.
    if (before instanceof HTMLElement && before.isConnected) before.focus();
    else document.querySelector('main')?.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
