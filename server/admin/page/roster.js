import { change, read } from './api.js';
import { ask, say } from './dialogs.js';
import { button, code, field, h, input, panel, select, state, table } from './elements.js';

/** The institution looked at, kept while one goes between the pages that are per institution. */
let chosen = '';

async function institutionPicker(redraw) {
  const { stations } = await read('stations');
  const names = [...new Set(stations.map((one) => one.institution))];
  if (!names.includes(chosen)) chosen = names[0] ?? '';
  const codes = stations.filter((one) => one.institution === chosen).map((one) => one.code);
  const picker = select(
    names.map((name) => [name, name]),
    chosen,
    {
      onchange: (event) => {
        chosen = event.target.value;
        return redraw();
      },
    },
  );
  return { picker: h('div', { class: 'picker' }, field('机构', picker)), codes };
}

const NO_INSTITUTION = '还没有机构。开第一个入网码时写上机构，它就有了。';

/** 人员与岗位: officers and roles; one who leaves is marked so, never deleted. */
export async function officersPage(redraw) {
  const { picker, codes } = await institutionPicker(redraw);
  if (chosen === '') return [h('p', { class: 'empty' }, NO_INSTITUTION)];
  const roster = await read(`roster?institution=${encodeURIComponent(chosen)}`);
  const nameOf = (role) => roster.choices.find((one) => one.id === role)?.name ?? role;
  const edit = (officer) => editOfficer(officer, roster.choices, codes, redraw);
  const officers = roster.officers.toSorted(
    (a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name, 'zh-CN'),
  );
  return [
    picker,
    panel(
      '人员与岗位',
      h(
        'p',
        { class: 'words' },
        '名册经签名发到各站点：新来的人由站点管理员当面设首次 PIN；改为“已离开”的，站点一收到就不能再登录。一个也不填，则各站点自己管自己的人员。',
      ),
      h(
        'div',
        { class: 'row' },
        button('添加人员', () => edit(null), { class: 'button button-primary' }),
      ),
      table(
        '人员与岗位',
        ['姓名', '岗位', '站点', '状态', '操作'],
        officers.map((one) => [
          one.name,
          one.roles.map(nameOf).join('、') || '—',
          one.stations.length === 0 ? '全部站点' : h('span', {}, ...one.stations.map((each) => code(each))),
          one.active ? state('good', '在岗') : state('calm', '已离开'),
          button('修改', () => edit(one), { 'aria-label': `修改 ${one.name}`, class: 'button button-small' }),
        ]),
        '这个机构的人员由各站点自己管理。添加第一个人之后，名册上的人由中心统一管理。',
      ),
    ),
  ];
}

function editOfficer(officer, choices, codes, redraw) {
  const name = input({ required: true, maxlength: 120, value: officer?.name ?? '', autofocus: true });
  const roles = checks(
    '岗位（可多选）',
    choices.map(({ id, name: words }) => [id, words]),
    officer?.roles ?? [],
  );
  const stations = checks(
    '在哪些站点工作（不选即全部）',
    codes.map((one) => [one, one]),
    officer?.stations ?? [],
  );
  const active = select(
    [
      ['yes', '在岗'],
      ['no', '已离开（不能再登录）'],
    ],
    officer?.active === false ? 'no' : 'yes',
  );
  ask({
    title: officer ? `修改 ${officer.name}` : '添加人员',
    act: '保存',
    body: [field('姓名', name), roles.frame, stations.frame, field('状态', active)],
    run: async () => {
      await change('officer', {
        institution: chosen,
        officer: {
          id: officer?.id ?? crypto.randomUUID(),
          name: name.value,
          // Roles that the present regime no longer knows are kept: taking them away is a decision, not a side effect.
          roles: [...(officer?.roles ?? []).filter((id) => !choices.some((one) => one.id === id)), ...roles.chosen()],
          stations: stations.chosen(),
          active: active.value === 'yes',
        },
      });
      say(`${name.value} 已保存，各站点下次联系时收到。`);
      await redraw();
    },
  });
}

function checks(legend, options, ticked) {
  const boxes = options.map(([value]) => h('input', { type: 'checkbox', value, checked: ticked.includes(value) }));
  const list = boxes.map((box, at) => h('label', { class: 'check' }, box, options[at]?.[1] ?? ''));
  return {
    frame: h('fieldset', { class: 'field' }, h('legend', {}, legend), h('div', { class: 'checks' }, ...list)),
    chosen: () => boxes.filter((box) => box.checked).map((box) => box.value),
  };
}

/** 单位与窗口: what cases are assigned to, and the windows of the hall. */
export async function placesPage(redraw) {
  const { picker, codes } = await institutionPicker(redraw);
  if (chosen === '') return [h('p', { class: 'empty' }, NO_INSTITUTION)];
  const { units, windows } = await read(`roster?institution=${encodeURIComponent(chosen)}`);
  const unitName = (id) => units.find((one) => one.id === id)?.name ?? '—';
  return [
    picker,
    h('p', { class: 'words' }, '单位、窗口各自填了才由中心统一维护，各站点收到后只读；一个也不填，各站点用自己的。'),
    h(
      'div',
      { class: 'columns' },
      panel(
        '承办单位',
        h(
          'div',
          { class: 'row' },
          button('添加单位', () => editUnit(null, codes, redraw)),
        ),
        table(
          '承办单位',
          ['名称', '站点', '操作'],
          units.map((one) => [
            one.name,
            one.station ? code(one.station) : '无站点',
            h(
              'span',
              { class: 'row' },
              button('修改', () => editUnit(one, codes, redraw), small(`修改 ${one.name}`)),
              button('删去', () => removal('unit-remove', { id: one.id }, one.name, redraw), small(`删去 ${one.name}`)),
            ),
          ]),
          '还没有单位，各站点用自己的。',
        ),
      ),
      panel(
        '窗口',
        h(
          'div',
          { class: 'row' },
          button('添加窗口', () => editWindow(null, units, redraw)),
        ),
        table(
          '窗口',
          ['窗口号', '名称', '单位', '操作'],
          windows.map((one) => [
            code(one.no),
            one.name || '—',
            unitName(one.unit),
            h(
              'span',
              { class: 'row' },
              button('修改', () => editWindow(one, units, redraw), small(`修改 ${one.no} 号窗口`)),
              button(
                '删去',
                () => removal('window-remove', { no: one.no }, `${one.no} 号窗口`, redraw),
                small(`删去 ${one.no} 号窗口`),
              ),
            ),
          ]),
          '还没有窗口，各站点用自己的。',
        ),
      ),
    ),
  ];
}

const small = (label) => ({ class: 'button button-small', 'aria-label': label });

function editUnit(unit, codes, redraw) {
  const name = input({ required: true, maxlength: 200, value: unit?.name ?? '', autofocus: true });
  const station = select([['', '无站点'], ...codes.map((one) => [one, one])], unit?.station ?? '');
  ask({
    title: unit ? `修改 ${unit.name}` : '添加单位',
    act: '保存',
    body: [field('单位名称', name), field('站点', station, '有站点的单位在自己的站点上收到交办的案件')],
    run: async () => {
      const id = unit?.id ?? `u-${crypto.randomUUID().slice(0, 8)}`;
      await change('unit', { institution: chosen, unit: { id, name: name.value, station: station.value || null } });
      say(`${name.value} 已保存。`);
      await redraw();
    },
  });
}

function editWindow(window, units, redraw) {
  const no = input({
    required: true,
    maxlength: 40,
    value: window?.no ?? '',
    readonly: window !== null,
    autofocus: true,
  });
  const name = input({ maxlength: 200, value: window?.name ?? '' });
  const unit = select([['', '（未指定）'], ...units.map((one) => [one.id, one.name])], window?.unit ?? '');
  ask({
    title: window ? `修改 ${window.no} 号窗口` : '添加窗口',
    act: '保存',
    body: [field('窗口号', no), field('窗口名称', name), field('所属单位', unit)],
    run: async () => {
      await change('window', { institution: chosen, window: { no: no.value, name: name.value, unit: unit.value } });
      say(`${no.value} 号窗口已保存。`);
      await redraw();
    },
  });
}

function removal(path, what, name, redraw) {
  ask({
    title: `删去 ${name}`,
    act: '删去',
    danger: true,
    body: [h('p', {}, '以后不能再选它；以前的案卷里写的不变。')],
    run: async () => {
      await change(path, { institution: chosen, ...what });
      say(`${name} 已删去。`);
      await redraw();
    },
  });
}
