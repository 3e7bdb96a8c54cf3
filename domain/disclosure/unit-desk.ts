import { FACT_OF } from '../case-file/command-of.ts';
import type { CommandType } from '../contract/commands.ts';
import { isUnitsWork } from './see.ts';

/** The two that people look for, said in their own words. */
const SENTENCES: Partial<Record<CommandType, string>> = {
  settle: '承办单位不处理冲突，请由受理站点或督查部门处理',
  recuse: '承办单位人员回避，由受理站点或督查部门记下',
};

/**
 * Why an action is not for the desk of the unit that handles a case, in Chinese; null for the unit's own work. The centre
 * takes the others from no unit (`mayWriteKind`): they would come back refused after the officer believed them done.
 */
export function refusalAtTheUnit(action: CommandType): string | null {
  if (isUnitsWork(FACT_OF[action])) return null;
  return SENTENCES[action] ?? '这一步不由承办单位办理，由受理站点或督查部门办理';
}
