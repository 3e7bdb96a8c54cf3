import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Command } from '../../domain/contract/commands.ts';
import { type Centre, startCentre } from '../harness/centre.ts';
import { type Desk, signAt, startDesk } from '../harness/desk.ts';
import { sampleRecord } from '../harness/samples.ts';
import { until } from '../harness/wait.ts';

const PIN = '802413';
export const RIVAL_UNITS = [
  { id: 'u-bdc', name: '县不动产登记机构', station: null },
  { id: 'u-zjj', name: '县住房和城乡建设局政务服务窗口', station: null },
] as const;

/** A hall desk and the supervision office, real processes, with a real centre that can be taken away. */
export interface RivalDesks {
  hall: Desk;
  office: Desk;
  /** Pin of both officers. */
  pin: string;
  act(desk: Desk, caseId: string, command: Command): Promise<unknown>;
  /** Registers a sample at the hall desk and has it accepted and approved, known to both desks. */
  approvedCase(sample: string): Promise<string>;
  /** Whether both desks hold the same state of the case. */
  alike(caseId: string): Promise<boolean>;
  centreGoes(): Promise<void>;
  centreComes(): Promise<void>;
  close(): Promise<void>;
}

export async function startRivalDesks(dir: string): Promise<RivalDesks> {
  const data = join(dir, 'centre');
  let centre: Centre = await startCentre(data);
  const port = Number(new URL(centre.address).port);
  let running = true;

  const open = async (code: string, kind: 'hall_window' | 'supervision_office', name: string, roles: string[]) => {
    const desk = await startDesk(join(dir, code));
    const { officerId } = await desk.call('setup.create', {
      station: { code, name: `样例${code}`, organisation: '', phone: '' },
      regime: 'tanghe',
      officer: { name, roles, screenRole: '', pin: PIN },
      printers: { slip: null, a4: null },
      centre: null,
    });
    await desk.signIn(officerId, PIN);
    const enrolCode = await centre.invite(code, kind, 'tanghe');
    await desk.call('sync.configure', { address: centre.address, enrolCode });
    return desk;
  };
  const hall = await open('TH03', 'hall_window', '葛知秋', ['intake_officer', 'ducha', 'leader']);
  const office = await open('TH01', 'supervision_office', '牛穗丰', ['ducha', 'leader']);

  const act: RivalDesks['act'] = async (desk, caseId, command) => {
    const { state } = await desk.call('case.get', { caseId });
    return desk.call('case.act', { caseId, baseRevision: state.revision, requestId: randomUUID(), command });
  };
  return {
    hall,
    office,
    pin: PIN,
    act,
    async approvedCase(sample) {
      const record = sampleRecord(sample);
      const draftId = randomUUID();
      await hall.call('draft.save', { draftId, record });
      let signingTaskId: string | null = null;
      if (record.channel === 'in_person') {
        const task = await hall.call('signing.start', { purpose: 'registration', draftId, lan: false });
        await signAt(task.localUrl);
        signingTaskId = task.taskId;
      }
      const { caseId } = await hall.call('case.register', { draftId, record, signingTaskId, print: false });
      await act(hall, caseId, { type: 'accept', category: 'general' });
      await act(hall, caseId, { type: 'approve', decision: 'agree', opinion: '同意转办，请核实后答复。' });
      await until(
        () =>
          office.call('case.get', { caseId }).then(
            ({ state }) => state.status,
            () => 'absent',
          ),
        (status) => status === 'approved',
      );
      return caseId;
    },
    async alike(caseId) {
      const [one, other] = await Promise.all([hall, office].map((desk) => desk.call('case.get', { caseId })));
      return JSON.stringify(one?.state) === JSON.stringify(other?.state);
    },
    async centreGoes() {
      if (running) await centre.running.stop();
      running = false;
    },
    async centreComes() {
      centre = await startCentre(data, port);
      running = true;
    },
    async close() {
      await Promise.all([hall.running.stop(), office.running.stop()]);
      if (running) await centre.running.stop();
    },
  };
}
