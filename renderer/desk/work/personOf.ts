import type { CaseRow } from '../../../domain/contract/views/cases.ts';
import { visibleLine } from '../../../domain/documents/visible.ts';

/** Who speaks, for one narrow column: an anonymous person has no name, others may not have given one. */
export function personOf(row: Pick<CaseRow, 'complainantType' | 'complainantName'>): string {
  const name = visibleLine(row.complainantName);
  if (row.complainantType === 'anonymous') return name === '' || name === '匿名' ? '匿名' : `${name}（匿名）`;
  return name === '' ? '未提供姓名' : name;
}
