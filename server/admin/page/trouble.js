import { read } from './api.js';
import { code, h, panel, state, table } from './elements.js';
import { actWord, entryWord, moment, refusalWord, subjectWord } from './words.js';

/** 待查: what somebody should look into. Numbers and codes only. */
export async function troublePage() {
  const { conflicts, rejected, forks } = await read('trouble');
  return [
    h(
      'p',
      { class: 'words' },
      '只列编号和代码，不显示群众和案情；要看内容，请到有权查看该案的站点。每类列最近 200 条。',
    ),
    panel(
      '冲突',
      h('p', { class: 'words' }, '两个站点各自办了同一件事，两份都已收妥，由有权的人员在案卷里裁定。'),
      table('冲突', ['站点', '第几条', '案号', '条目', '收到'], conflicts.map(line), '没有冲突。'),
    ),
    panel(
      '被拒',
      h('p', { class: 'words' }, '不合规定的条目：留在它站点的记录里，没有进入案卷。站点上的“同步”页有同样的说明。'),
      table(
        '被拒',
        ['站点', '第几条', '案号', '条目', '收到', '原因'],
        rejected.map((one) => [...line(one), state('warn', refusalWord(one.code))]),
        '没有被拒的条目。',
      ),
    ),
    panel(
      '分叉',
      h(
        'p',
        { class: 'words' },
        '同一站点的同一序号出现了不同内容：多半是旧备份恢复后又登记，或密钥落入他人之手。两份都已保留，请先与站点核对。',
      ),
      table(
        '分叉',
        ['站点', '第几条', '案号', '条目', '收到', '校验值'],
        forks.map((one) => [...line(one), code(one.hash)]),
        '没有分叉。',
      ),
    ),
  ];
}

const line = (one) => [
  code(one.station),
  h('span', { class: 'figure' }, String(one.seq)),
  one.number ? code(one.number) : '—',
  entryWord(one.kind),
  moment(one.receivedAt),
];

/** 备份: up to where a verified backup holds each chain. */
export async function backupPage() {
  const { stations, snapshots, epochs } = await read('backup');
  return [
    panel(
      '备份标记',
      h('p', { class: 'words' }, '站点在中心确认“备份已有”之前不会删除本机的内容。标记只由核验过的备份推进。'),
      table(
        '备份标记',
        ['站点', '中心已收到', '备份已有', '状态'],
        stations.map((one) => [
          code(one.code),
          h('span', { class: 'figure' }, `${one.head} 条`),
          h('span', { class: 'figure' }, `${one.backed} 条`),
          one.head === 0
            ? state('calm', '还没有内容')
            : one.backed >= one.head
              ? state('good', '全部在备份中')
              : state('warn', `${one.head - one.backed} 条尚未备份`),
        ]),
        '还没有站点入网。',
      ),
    ),
    panel(
      '正在进行的备份',
      table(
        '正在进行的备份',
        ['开始时间'],
        snapshots.map((one) => [moment(one.takenAt)]),
        '没有正在进行的备份。',
      ),
    ),
    panel(
      '数据库的历次启用',
      h('p', { class: 'words' }, '由备份恢复一次，就多一行；站点据此补送恢复中丢失的内容。'),
      table(
        '数据库的历次启用',
        ['次序', '代号', '启用时间'],
        epochs.map((one) => [String(one.number), code(one.epoch), moment(one.drawnAt)]),
        '还没有站点入网。',
      ),
    ),
  ];
}

/** 操作记录: who did what, and when. */
export async function logPage() {
  const { lines } = await read('log');
  return [
    panel(
      '操作记录',
      h('p', { class: 'words' }, '最近 200 条，只增不改。'),
      table(
        '操作记录',
        ['时间', '操作人', '操作', '对象', '说明'],
        lines.map((one) => [
          moment(one.at),
          one.who,
          one.act === 'sign_in_refused' ? state('warn', actWord(one.act)) : actWord(one.act),
          one.subject ? code(subjectWord(one.subject)) : '—',
          one.detail || '—',
        ]),
        '还没有操作。',
      ),
    ),
  ];
}
