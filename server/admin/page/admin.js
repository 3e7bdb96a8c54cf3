import { change, read, rememberCsrf } from './api.js';
import { say } from './dialogs.js';
import { button, field, h, input } from './elements.js';
import { officersPage, placesPage } from './roster.js';
import { rulesPage } from './rules.js';
import { codesPage, stationsPage } from './stations.js';
import { backupPage, logPage, troublePage } from './trouble.js';

const SECTIONS = [
  ['stations', '站点', stationsPage],
  ['codes', '入网码', codesPage],
  ['officers', '人员与岗位', officersPage],
  ['places', '单位与窗口', placesPage],
  ['rules', '制度与放假安排', rulesPage],
  ['trouble', '待查', troublePage],
  ['backup', '备份', backupPage],
  ['log', '操作记录', logPage],
];

const root = document.getElementById('root');
let main = null;
let drawing = 0;

const current = () => SECTIONS.find(([id]) => `#${id}` === location.hash) ?? SECTIONS[0];

/** Draws the section that the address names; what was asked for later wins. */
async function draw() {
  if (!main) return;
  const [id, title, page] = current();
  const turn = ++drawing;
  for (const link of document.querySelectorAll('nav a')) {
    if (link.hash === `#${id}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  let content;
  try {
    content = await page(draw);
  } catch (error) {
    content = [h('p', { class: 'problem', role: 'alert' }, error.message), button('重试', draw)];
  }
  if (turn !== drawing || !main) return;
  document.title = `${title} · 中心管理`;
  main.replaceChildren(h('h1', {}, title), ...content);
}

function showDesk({ who, centre }) {
  main = h('main', { id: 'main', tabindex: '-1' });
  root.replaceChildren(
    h('a', { class: 'skip', href: '#main', onclick: skip }, '跳到正文'),
    h(
      'header',
      {},
      h('strong', {}, centre),
      h('span', { class: 'words' }, '中心管理'),
      h('span', { id: 'said', role: 'status' }),
      h('span', { class: 'words' }, who),
      button('退出', leave, { class: 'button button-small' }),
    ),
    h('nav', { 'aria-label': '管理的各部分' }, ...SECTIONS.map(([id, title]) => h('a', { href: `#${id}` }, title))),
    main,
  );
  return draw();
}

/** The address names the section: a jump within the page must not change it. */
function skip(event) {
  event.preventDefault();
  main?.focus();
}

async function leave() {
  await change('sign-out', {}).catch(() => {});
  showSignIn('已退出。');
}

function showSignIn(words = '') {
  main = null;
  drawing += 1;
  for (const dialog of document.querySelectorAll('dialog')) dialog.close();
  document.title = '登录 · 中心管理';
  const who = input({ required: true, maxlength: 40, autofocus: true });
  const token = input({ required: true, maxlength: 200, type: 'password', autocomplete: 'current-password' });
  const problem = h('p', { class: words ? 'words' : 'problem', role: 'alert' }, words);
  const go = h('button', { type: 'submit', class: 'button button-primary' }, '登录');
  root.replaceChildren(
    h(
      'main',
      { class: 'sign-in' },
      h(
        'form',
        {
          class: 'panel',
          onsubmit: async (event) => {
            event.preventDefault();
            go.disabled = true;
            try {
              await change('sign-in', { who: who.value, token: token.value });
              await begin();
            } catch (error) {
              problem.className = 'problem';
              problem.textContent = error.message;
              go.disabled = false;
              token.select();
            }
          },
        },
        h('h1', {}, '中心管理'),
        field('您的姓名', who, '记入操作记录'),
        field('管理口令', token, '在中心数据目录的 admin-token 文件里，只有运行中心的系统用户能读'),
        problem,
        go,
      ),
    ),
  );
  who.focus();
}

async function begin() {
  const session = await read('session');
  rememberCsrf(session.csrf);
  await showDesk(session);
}

window.addEventListener('hashchange', () => {
  say('');
  draw().then(() => {
    main?.focus({ preventScroll: true });
    scrollTo(0, 0);
  });
});
document.addEventListener('signed-out', () => showSignIn('登录已过期，请重新登录。'));
begin().catch((error) => showSignIn(error.code === 'not_signed_in' ? '' : error.message));
