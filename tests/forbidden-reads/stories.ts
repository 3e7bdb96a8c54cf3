import type { ComplaintRecord } from '../../domain/contract/record.ts';
import { sampleRecord } from '../builders/entries.ts';
import type { Known } from './attempts.ts';
import type { World } from './worlds.ts';

/** Who complains in a story: what one who may not know it tries to find out. */
export interface Complainer {
  name: string;
  phone: string;
  idNo: string;
  address: string;
}

export const FIRST_COMPLAINER: Complainer = {
  name: '钱多多',
  phone: '19900000777',
  idNo: '999999199001010018',
  address: '样例县甲路7号院3栋',
};
/** As alike as a mask makes people: the surname, and how long everything is. */
export const SECOND_COMPLAINER: Complainer = {
  name: '钱小福',
  phone: '19900000888',
  idNo: '999999198505050027',
  address: '样例县乙街9号楼2层',
};

const READING = '2026-03-06T10:00:00+08:00';

export function complaintOf(who: Complainer, staff: string, request: string): ComplaintRecord {
  const record = sampleRecord('tanghe-02');
  return {
    ...record,
    complainant: {
      ...record.complainant,
      name: who.name,
      phone: who.phone,
      id_type: null,
      id_no: '',
      address: who.address,
    },
    respondent: { ...record.respondent, staff },
    request: `${request}，${who.name}要求答复`,
    narrative: `${who.name}（电话${who.phone}，住${who.address}）来电反映：${request}。身份证${who.idNo}。`,
    evidence: [],
  };
}

/** Cases that everybody at the desk reads. */
export async function tellCommon(world: World): Promise<string[]> {
  world.chapter('common', '2026-03-04T09:30:00+08:00');
  await world.signIn('intake_officer');
  const ids: string[] = [];
  for (const [at, sample] of ['tanghe-02', 'tanghe-05', 'tanghe-02'].entries()) {
    const record = { ...sampleRecord(sample), channel: 'phone' as const, evidence: [] };
    const { caseId } = await world.call<{ caseId: string }>('case.register', {
      draftId: `common-${at}`,
      record,
      signingTaskId: null,
      print: false,
    });
    ids.push(caseId);
  }
  return ids;
}

export interface Told extends Pick<Known, 'caseIds' | 'files' | 'jobIds' | 'taskIds' | 'entryIds'> {
  numbers: string[];
  records: ComplaintRecord[];
}

/** Cases of one complainer, with a file, a paper, a signing page and a note each, registered by somebody of a role. */
export async function tellSecret(world: World, role: string, who: Complainer, staff: string): Promise<Told> {
  world.chapter('secret', '2026-03-05T09:00:00+08:00');
  await world.signIn(role);
  const told: Told = { caseIds: [], files: [], jobIds: [], taskIds: [], entryIds: [], numbers: [], records: [] };
  for (const [at, request] of ['窗口午休无人值守', '排号机坏了三天', '材料退回没有说明'].entries()) {
    const sha256 = await world.upload(`照片 ${who.name} ${at}`);
    const base = complaintOf(who, staff, request);
    const record = { ...base, evidence: [{ kind: 'photo', name: `现场${at}.jpg`, sha256 }] };
    const { caseId, number } = await world.call<{ caseId: string; number: string }>('case.register', {
      draftId: `secret-${at}`,
      record,
      signingTaskId: null,
      print: false,
    });
    await act(world, caseId, { type: 'note', text: `${who.name}补充说明` });
    const job = await world.call<{ id: string }>('print.enqueue', {
      caseId,
      document: 'registration_slip',
      width: null,
      requestId: `print ${at}`,
    });
    // What is printed writes into the case by itself: the story goes on when that is done.
    await papersOut(world);
    const task = await world.call<{ taskId: string }>('signing.start', {
      purpose: 'feedback',
      caseId,
      result: '已解决',
      lan: false,
    });
    await world.call('signing.cancel', { taskId: task.taskId });
    const { entries } = await world.call<{ entries: { id: string }[] }>('case.get', { caseId });
    told.caseIds.push(caseId);
    told.files.push(sha256);
    told.jobIds.push(job.id);
    told.taskIds.push(task.taskId);
    told.entryIds.push(...entries.map(({ id }) => id));
    told.numbers.push(number);
    told.records.push(record);
  }
  return told;
}

async function papersOut(world: World): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    const jobs = await world.call<{ state: string }[]>('print.jobs', { caseId: null, offset: 0, limit: 50 });
    if (jobs.every(({ state }) => state === 'confirmed' || state === 'failed')) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the papers do not come out');
}

/** Puts an officer out of cases (回避). */
export async function recuse(world: World, officerId: string, name: string, caseIds: readonly string[]): Promise<void> {
  world.chapter('recusal', '2026-03-05T11:00:00+08:00');
  await world.signIn('ducha');
  for (const caseId of caseIds) await act(world, caseId, { type: 'recuse', officerId, name, reason: '有亲属关系' });
}

/** A shift is handed over with all that stands open; then an officer of a role sits down. */
export async function handOverAndRead(world: World, role: string): Promise<void> {
  world.chapter('handover', '2026-03-05T18:00:00+08:00');
  await world.signIn('ducha');
  const next = world.officers.find(({ roles }) => roles.includes('leader'));
  const view = await world.call<{ open: { caseId: string }[]; items: { id: string }[] }>('duty.get', {});
  await world.call('duty.handOver', {
    toOfficerId: next?.id ?? '',
    toPin: next?.pin ?? '',
    note: '夜间平稳',
    seenCases: view.open.map(({ caseId }) => caseId),
    items: view.items.map(({ id }) => ({ id, text: '无' })),
  });
  world.chapter('reading', READING);
  await world.signIn(role);
}

export function knownOf(told: Told, who: Complainer): Known {
  return {
    ...told,
    caseIds: [...told.caseIds, '00000000-0000-7000-8000-0000000000cc'],
    words: [who.name, who.phone, who.idNo, who.address, ...told.numbers, '排号机', '午休', '钱', '现场', '来电反映'],
    records: told.records,
    shiftIds: ['last', 'x'],
  };
}

export const readingAt = READING;

async function act(world: World, caseId: string, command: unknown): Promise<void> {
  const { state } = await world.call<{ state: { revision: number } }>('case.get', { caseId });
  const requestId = `${caseId} ${JSON.stringify(command).length}`;
  await world.call('case.act', { caseId, baseRevision: state.revision, requestId, command });
}
