import { change, read } from './api.js';
import { ask, say, showCode } from './dialogs.js';
import { button, code, field, h, input, panel, select, state, table } from './elements.js';
import { KINDS, kindWord, moment, silence } from './words.js';

/** 站点: who there is, and how the sync of each does. */
export async function stationsPage(redraw) {
  const { now, stations } = await read('stations');
  const enrolled = stations.filter((one) => one.enrolledAt);
  const silent = enrolled.filter((one) => !one.revokedAt && silence(one.lastSeenAt, now).tone !== 'good').length;
  const troubled = enrolled.filter((one) => one.rejected > 0 || one.forks > 0).length;
  return [
    h(
      'p',
      { class: 'summary' },
      `共 ${enrolled.length} 个站点入网；${silent === 0 ? '全部联系正常' : `${silent} 个未按时联系`}；`,
      troubled === 0 ? '没有被拒或分叉的条目。' : `${troubled} 个有被拒或分叉的条目，见“待查”。`,
    ),
    panel(
      '站点',
      table(
        '站点一览',
        ['站点', '名称', '机构', '类型', '联系', '已收到', '待上报', '未取', '被拒', '分叉', '操作'],
        enrolled.map((one) => row(one, now, redraw)),
        '还没有站点入网。先到“入网码”开一个码，在那台电脑上输入。',
      ),
      h(
        'p',
        { class: 'words' },
        '“已收到”是中心收妥的条数；“待上报”是站点最近一次来取时说还没报上来的，此后收到的已经减去，没有线路时又攒下多少要等它联系上才知道。“未取”按它最近一次来取时算，正开着的连接此后送到的还未减去。',
      ),
    ),
  ];
}

function row(one, now, redraw) {
  const since = silence(one.lastSeenAt, now);
  const contact = one.revokedAt
    ? h('span', { title: one.revokeReason ?? '' }, state('bad', `已停用 ${moment(one.revokedAt)}`))
    : h('span', { title: moment(one.lastSeenAt) }, state(since.tone, since.words));
  return [
    code(one.code),
    one.name ?? '—',
    one.institution,
    one.units.length > 0 ? `${kindWord(one.kind)}（${one.units.length} 个单位）` : kindWord(one.kind),
    contact,
    h('span', { class: 'figure' }, `${one.head} 条`),
    one.waiting > 0 ? state('warn', String(one.waiting)) : h('span', { class: 'figure' }, '0'),
    h('span', { class: 'figure' }, String(one.behind)),
    one.rejected > 0 ? state('warn', String(one.rejected)) : h('span', { class: 'figure' }, '0'),
    one.forks > 0 ? state('bad', String(one.forks)) : h('span', { class: 'figure' }, '0'),
    h(
      'span',
      { class: 'row' },
      button('换电脑', () => reissue(one, redraw), {
        'aria-label': `给 ${one.code} 换电脑`,
        class: 'button button-small',
      }),
      one.revokedAt
        ? null
        : button('停用', () => revoke(one, redraw), {
            'aria-label': `停用 ${one.code}`,
            class: 'button button-small',
          }),
    ),
  ];
}

function revoke(one, redraw) {
  const reason = input({ required: true, minlength: 2, maxlength: 200, autofocus: true });
  const again = input({ required: true, pattern: one.code, title: `请输入 ${one.code}` });
  ask({
    title: `停用站点 ${one.code}`,
    act: '停用',
    danger: true,
    body: [
      h(
        'p',
        {},
        '用于电脑丢失、被盗或交由他人。停用立即生效：这台电脑再也不能上报或取得任何内容，正开着的连接马上断开。它以前上报的条目保留不变。',
      ),
      field('停用的原因（记入操作记录）', reason),
      field(`再输一遍站点编号 ${one.code} 以确认`, again),
    ],
    run: async () => {
      await change('revoke', { code: one.code, reason: reason.value });
      say(`站点 ${one.code} 已停用。`);
      await redraw();
    },
  });
}

function reissue(one, redraw) {
  const days = daysField();
  ask({
    title: `给站点 ${one.code} 换电脑`,
    act: '开新的入网码',
    body: [
      h(
        'p',
        {},
        one.revokedAt
          ? '新电脑用新码入网后，站点恢复使用，编号和案号接着以前的继续。'
          : '新电脑用新码入网的那一刻，旧电脑即不能再用；此前旧电脑照常工作。编号和案号接着以前的继续。',
      ),
      h('p', {}, '请先在新电脑上由备份恢复，再输入新码；没有备份时，中心收妥的内容会由它取回。'),
      field('有效天数', days),
    ],
    run: async () => {
      const made = await change('reissue', { code: one.code, days: Number(days.value) });
      await redraw();
      showCode({ ...made, expiresAt: moment(made.expiresAt) });
    },
  });
}

const daysField = () => input({ type: 'number', min: 1, max: 30, value: '7', required: true });

/** 入网码: one-time codes that let a new station in. */
export async function codesPage(redraw) {
  const { stations } = await read('stations');
  const waiting = stations.filter((one) => one.invitation !== 'none');
  return [panel('开入网码', inviteForm(stations, redraw)), panel('未使用的入网码', waitingTable(waiting, redraw))];
}

function waitingTable(waiting, redraw) {
  return table(
    '未使用的入网码',
    ['站点', '机构', '类型', '用途', '有效至', '操作'],
    waiting.map((one) => [
      code(one.code),
      one.institution,
      kindWord(one.kind),
      one.enrolledAt ? '换电脑' : '新站点',
      one.invitation === 'expired' ? state('warn', `已过期 ${moment(one.codeExpiresAt)}`) : moment(one.codeExpiresAt),
      h(
        'span',
        { class: 'row' },
        button('重开', () => reissue(one, redraw), { 'aria-label': `重开 ${one.code}`, class: 'button button-small' }),
        button(
          '取消',
          async () => {
            await change('cancel', { code: one.code });
            say(`站点 ${one.code} 的入网码已取消。`);
            await redraw();
          },
          { 'aria-label': `取消 ${one.code}`, class: 'button button-small' },
        ),
      ),
    ]),
    '没有等待使用的入网码。',
  );
}

function inviteForm(stations, redraw) {
  const institutions = [...new Set(stations.map((one) => one.institution))];
  const known = h('datalist', { id: 'institutions' }, ...institutions.map((value) => h('option', { value })));
  const station = input({
    required: true,
    pattern: '[A-Z0-9]{2,12}',
    title: '2 至 12 位大写字母和数字',
    maxlength: 12,
  });
  station.addEventListener('input', () => {
    station.value = station.value.toUpperCase();
  });
  const institution = input({ required: true, maxlength: 60, list: 'institutions', value: institutions[0] ?? '' });
  const kind = select(KINDS, 'hall_window');
  const days = daysField();
  const units = h('div', { class: 'checks' });
  const unitsFrame = h(
    'fieldset',
    { class: 'field wide', hidden: true },
    h('legend', {}, '它承办哪些单位的案件'),
    units,
  );
  const problem = h('p', { class: 'problem', role: 'alert' });

  async function showUnits() {
    unitsFrame.hidden = kind.value !== 'handling_unit';
    if (unitsFrame.hidden) return;
    const roster = await read(`roster?institution=${encodeURIComponent(institution.value)}`);
    units.replaceChildren(
      ...roster.units.map((unit) =>
        h('label', { class: 'check' }, h('input', { type: 'checkbox', value: unit.id }), unit.name),
      ),
    );
    if (roster.units.length === 0)
      units.append('这个机构还没有单位。先到“单位与窗口”添加；交办时写明站点编号的也能收到。');
  }
  kind.addEventListener('change', showUnits);
  institution.addEventListener('change', showUnits);

  return h(
    'form',
    {
      class: 'form',
      'aria-label': '开入网码',
      onsubmit: async (event) => {
        event.preventDefault();
        problem.textContent = '';
        const chosen = [...units.querySelectorAll('input:checked')].map((one) => one.value);
        try {
          const made = await change('invite', {
            code: station.value,
            kind: kind.value,
            institution: institution.value,
            units: kind.value === 'handling_unit' ? chosen : [],
            days: Number(days.value),
          });
          await redraw();
          showCode({ ...made, expiresAt: moment(made.expiresAt) });
        } catch (error) {
          problem.textContent =
            error.code === 'already_done' ? '这个站点已经入网；要换电脑，请到“站点”里操作。' : error.message;
        }
      },
    },
    field('站点编号', station, '2 至 12 位大写字母和数字，印在每个案号前面，以后不能改'),
    field('机构', institution, '同一机构的站点按岗位共享案件；机构之间互不可见'),
    field('类型', kind),
    field('有效天数', days, '过期作废，可重开'),
    unitsFrame,
    known,
    h(
      'div',
      { class: 'row wide' },
      h('button', { type: 'submit', class: 'button button-primary' }, '开入网码'),
      problem,
    ),
  );
}
