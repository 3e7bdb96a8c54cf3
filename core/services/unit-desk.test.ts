import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { insertEntry } from '../../db/entries.ts';
import { canonicalJson } from '../../domain/case-file/chain.ts';
import type { Command } from '../../domain/contract/commands.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import { ChainBuilder } from '../../tests/builders/entries.ts';
import { openBareWorkspace } from '../../tests/builders/workspace.ts';
import type { Workspace } from '../workspace.ts';
import { actOnCase } from './act-on-case.ts';
import { caseFile } from './case-views.ts';
import { projectCase } from './project-case.ts';

const UNIT = { id: 'u-bdc', name: '县不动产登记机构', station: 'TH05' };

describe('the desk of a unit that handles a case', () => {
  let workspace: Workspace;
  let close: () => void;
  let caseId: string;
  /** In every role of the procedure at once: what stands against an action is then the desk and not the person. */
  const officer = () => ({
    id: 'o',
    name: '示例员',
    roles: workspace.profiles.get('tanghe')?.roles.map(({ id }) => id) ?? [],
  });

  beforeEach(() => {
    ({ workspace, close } = openBareWorkspace('TH05'));
    const hall = new ChainBuilder('TH03');
    const registered = hall.register();
    caseId = registered.caseId;
    const agreed = { decision: 'agree', opinion: '请办理' } as const;
    const entries = [
      registered,
      hall.accept(caseId),
      hall.add('approved', caseId, agreed, { baseRevision: 2 }),
      hall.assign(caseId, UNIT, 3),
    ];
    for (const [index, entry] of entries.entries())
      insertEntry(workspace.db, entry, canonicalJson(entry), {
        serverSeq: index + 1,
        masked: true,
        feedPos: index + 1,
      });
    projectCase(workspace, caseId);
  });
  afterEach(() => close());

  const file = () => caseFile(workspace, officer(), caseId, () => new Set());
  const act = (command: Command) =>
    actOnCase(workspace, officer(), {
      caseId,
      baseRevision: file().state.revision,
      requestId: workspace.platform.newId(),
      command,
    });

  it('let an officer close or hand on the case, which the centre then refused: it says at once whose step it is', () => {
    const { actions } = file();
    const closed = new Set(actions.filter(({ allowed }) => !allowed).map(({ action }) => action));
    for (const action of ['assign', 'close', 'archive', 'recuse', 'merge'] as const) {
      expect(closed).toContain(action);
      const offer = actions.find((one) => one.action === action);
      expect(offer).toMatchObject({ allowed: false, code: 'role_not_allowed' });
      expect(offer?.reason).toContain('由受理站点或督查部门');
    }
    const before = file().state.revision;
    const recuse = () => act({ type: 'recuse', reason: '亲属' } as Command);
    expect(recuse).toThrow(DeskError);
    expect(recuse).toThrow(expect.objectContaining({ code: 'role_not_allowed' }));
    expect(file().state.revision).toBe(before);
  });

  it('still takes its reply and its notes', () => {
    act({ type: 'reply', opinion: '已补办登记' });
    act({ type: 'note', text: '已电话告知' });
    expect(file().state).toMatchObject({ status: 'replied', notes: [{ text: '已电话告知' }] });
  });
});
