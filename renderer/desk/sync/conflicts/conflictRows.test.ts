import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../../domain/contract/entries.ts';
import type { ConflictView, SettlingOutcome, VersionView } from '../../../../domain/contract/views/conflicts.ts';
import { consequenceWords, factRows, outcomeRows, recallWords, seenWords, whoRows } from './conflictRows.ts';

const names = {
  category: (id: string) => ({ general: '一般', major: '重大' })[id] ?? id,
  document: () => '文书',
  consequence: (id: string) => id,
  values: () => [],
};

function accepted(stationId: string, category: string, noticeNumber: string): Entry {
  return {
    id: stationId,
    caseId: 'c',
    stationId,
    stationSeq: 1,
    actor: { officerId: 'o', name: '示例员', roles: ['ducha'] },
    wallTime: '2026-03-02T09:42:10+08:00',
    baseRevision: 1,
    prevHash: '',
    hash: '',
    kind: 'accepted',
    payload: { category, noticeNumber },
  };
}

const version = (entry: Entry, printed: number, unseen: VersionView['unseen'] = []): VersionView => ({
  entry,
  masked: false,
  before: 1 + unseen.length,
  unseen,
  paper: {
    title: '受理通知书',
    number: entry.kind === 'accepted' ? entry.payload.noticeNumber : null,
    printed,
  },
});
const outcome = (category: string, dueAt: string): SettlingOutcome => ({
  status: 'accepted',
  category,
  unit: null,
  nextStep: '转办',
  clocks: [{ limitId: 'l', what: '办结', holder: null, state: 'running', dueAt }],
});
const first = version(accepted('TH03', 'general', '受1号'), 1);
const seen = {
  entryId: 'TH03',
  kind: 'accepted',
  at: first.entry.wallTime,
  name: '示例员',
  stationId: 'TH03',
} as const;
const conflict: ConflictView = {
  entryId: 'TH01',
  kind: 'accepted',
  standing: first,
  late: version(accepted('TH01', 'major', '受2号'), 0, [seen]),
  keep: outcome('general', '2026-03-09T23:59:59+08:00'),
  take: outcome('major', '2026-03-20T23:59:59+08:00'),
  obstacle: null,
  settlers: ['督查室'],
  allowed: true,
  reason: null,
};

describe('two versions side by side', () => {
  it('marks what differs and nothing else', () => {
    const rows = [...whoRows(conflict, () => '督查室'), ...factRows(conflict, names)];
    const differing = rows.filter(({ differs }) => differs).map(({ label }) => label);
    expect(differing).toEqual(['办理人', '当时所见', '类别', '通知书']);
    expect(rows.find(({ label }) => label === '类别')).toMatchObject({ standing: '一般', late: '重大' });
  });

  it('names what the late writer had not seen, and counts the rest when it is much', () => {
    expect(seenWords(first)).toBe('看到了此前全部 1 条');
    expect(seenWords(conflict.late)).toBe('此前 2 条中看到 1 条；没有看到决定受理（TH03，03-02 09:42）');
    const many = version(conflict.late.entry, 0, [seen, seen, seen, seen, seen]);
    expect(seenWords(many)).toContain('等 5 条');
  });

  it('shows deadlines and papers of each choice', () => {
    const rows = outcomeRows(conflict, names.category);
    expect(rows.find(({ label }) => label === '时限')).toMatchObject({
      standing: '办结：2026-03-09 23:59 前',
      late: '办结：2026-03-20 23:59 前',
      differs: true,
    });
    expect(rows.find(({ label }) => label === '须收回的文书')).toMatchObject({
      standing: '《受理通知书》受2号 作废，文号不再使用',
      late: '《受理通知书》受1号 已出具 1 份，须收回或另行告知',
    });
    expect(recallWords(null)).toBe('没有');
  });

  it('says the whole consequence in the last question: what holds, what not, the state, the paper to take back', () => {
    const taken = consequenceWords(conflict, 'take', names);
    expect(taken).toMatch(/^以 TH01 示例员的“决定受理：重大”为准，TH03 示例员的“决定受理：一般”不再有效。/);
    expect(taken).toContain('案卷状态为“已受理”');
    expect(taken).toContain('受1号 已出具 1 份，须收回');
    const kept = consequenceWords(conflict, 'keep', names);
    expect(kept).toContain('为准，TH01 示例员的“决定受理：重大”不生效');
    expect(kept).toContain('受2号 作废');
  });
});
