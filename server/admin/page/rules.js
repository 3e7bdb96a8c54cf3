import { change, read } from './api.js';
import { code, field, h, panel, table } from './elements.js';
import { moment } from './words.js';

/** 制度与放假安排: what has been signed for the stations, and a file to sign. */
export async function rulesPage(redraw) {
  const { rulebooks } = await read('rulebooks');
  return [
    panel('签发文件', publishForm(redraw)),
    panel(
      '已签发',
      table(
        '已签发的制度和放假安排',
        ['序号', '文件', '版本', '签发时间'],
        rulebooks.map((one) => [
          h('span', { class: 'figure' }, String(one.sequence)),
          one.kind === 'calendar' ? `${one.id} 年放假安排` : `制度 ${one.id}`,
          code(one.version),
          moment(one.publishedAt),
        ]),
        '还没有签发过。各站点按程序自带的制度和放假安排办理。',
      ),
    ),
  ];
}

/** What was said about the last file stays while the list below it is drawn again. */
let said = { words: '', bad: false };

function publishForm(redraw) {
  const file = h('input', { type: 'file', class: 'input', accept: '.yaml,.yml', required: true });
  const answer = h('p', { class: said.bad ? 'problem' : 'good-words', role: 'status' }, said.words);
  return h(
    'form',
    {
      class: 'form',
      'aria-label': '签发文件',
      onsubmit: async (event) => {
        event.preventDefault();
        const [picked] = file.files;
        if (!picked) return;
        try {
          const made = await change('publish', { name: picked.name, text: await picked.text() });
          const what = made.kind === 'calendar' ? `${made.id} 年放假安排` : `制度 ${made.id}`;
          said = made.already
            ? { bad: false, words: `${what} 版本 ${made.version} 以前已经签发，内容相同，没有改动。` }
            : {
                bad: false,
                words: `已签发：${what} 版本 ${made.version}（第 ${made.sequence} 号）。各站点下次联系时收到。`,
              };
          await redraw();
        } catch (error) {
          said = { bad: true, words: error.code === 'rulebook_invalid' ? `没有签发：${error.detail}` : error.message };
          answer.className = 'problem';
          answer.textContent = said.words;
        }
      },
    },
    field(
      '制度（profile/1）或放假安排（calendar/1）的 YAML 文件',
      file,
      '不合格的不签发，并说明第几行错在哪里；同一版本号不能有两种内容',
    ),
    h('div', { class: 'row wide' }, h('button', { type: 'submit', class: 'button button-primary' }, '签发'), answer),
  );
}
