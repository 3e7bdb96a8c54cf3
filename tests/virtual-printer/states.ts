import { readFileSync } from 'node:fs';
import type { CaseState, Stamp } from '../../domain/case-file/state.ts';
import { type ComplaintRecord, recordSchema } from '../../domain/contract/record.ts';
import type { Strokes } from '../../domain/contract/signature.ts';
import type { DocumentContext } from '../../domain/documents/context.ts';
import type { Profile } from '../../domain/regimes/profile-schema.ts';

/** Case states by hand from the sample records, so that papers can be tested without the rest of the desk. */
interface Sample extends ComplaintRecord {
  id: string;
  expect: { valid: boolean; refusal?: string };
}

const file = new URL('../samples/complaints.json', import.meta.url);

/** The sample records that may be registered. */
export function validSamples(): { id: string; record: ComplaintRecord; refusal: string | undefined }[] {
  const all = JSON.parse(readFileSync(file, 'utf8')) as Sample[];
  return all
    .filter((sample) => sample.expect.valid)
    .map((sample) => ({ id: sample.id, record: recordSchema.parse(sample), refusal: sample.expect.refusal }));
}

/** A signature of a few curved strokes on a pad of 600 × 260. */
export function sampleSignature(): Strokes {
  const stroke = (x: number, y: number, bend: number, length: number) =>
    Array.from({ length: 24 }, (_, at) => ({
      x: x + (at / 23) * length,
      y: y + Math.sin(at / 4) * bend + at * (bend / 12),
      t: 1_770_000_000_000 + at * 12,
      pressure: 0.5,
    }));
  return {
    width: 600,
    height: 260,
    strokes: [
      stroke(90, 70, 12, 130),
      stroke(120, 110, -22, 90),
      stroke(250, 80, 30, 120),
      stroke(400, 90, -18, 110),
      stroke(390, 160, 8, 140),
    ],
  };
}

const stamp = (at: string, name: string): Stamp => ({
  at,
  by: { officerId: 'o1', name, roles: [] },
  stationId: 'TH03',
});

/** A case that has everything, both decisions included, so that every paper can be built from it. */
export function fullState(record: ComplaintRecord, at = 0): CaseState {
  const on = (day: number) => `2026-03-${String(day).padStart(2, '0')}T10:05:00+08:00`;
  const signed = {
    purpose: 'registration' as const,
    signer: record.complainant.name,
    text: '…',
    textHash: '0'.repeat(64),
    signature: sampleSignature(),
    signedAt: on(2),
    device: 'second_screen' as const,
  };
  return {
    caseId: '01890000-0000-7000-8000-000000000000',
    number: `TH03-20260302-${String(at + 1).padStart(4, '0')}-K`,
    regime: { id: record.regime, version: '1' },
    stationId: 'TH03',
    stationName: '唐河县政务服务中心投诉受理台（一楼大厅）',
    status: 'closed',
    revision: 9,
    record,
    registered: stamp(on(2), '示文静'),
    category: 'general',
    signature: record.channel === 'in_person' ? signed : null,
    attachments: [],
    accepted: { ...stamp(on(2), '示文静'), noticeNumber: '唐政服投受〔2026〕7号', note: null },
    refused: {
      ...stamp(on(2), '示文静'),
      ground: 'YN-8-4',
      groundText: '已经办结，无新证明材料对同一事项重复投诉的',
      explanation: '该事项已于2026年1月办结并答复。',
      noticeNumber: '唐政服投不受〔2026〕2号',
    },
    investigation: { ...stamp(on(3), '示文静'), text: '经查看监控和取号记录，群众所述等候时间属实。' },
    approval: { ...stamp(on(3), '样建国'), decision: 'agree', opinion: '同意转窗口负责人办理，三日内答复群众。' },
    firstAssignedAt: on(3),
    assignment: {
      ...stamp(on(3), '示文静'),
      unit: { id: 'u-bdc', name: '不动产登记中心', station: 'TH12' },
      mode: 'handle',
      opinion: '请核实后一次性告知所需材料，并当面致歉。',
      slipNumber: '唐政服转〔2026〕5号',
      assisting: [],
      outOfArea: null,
    },
    reply: {
      ...stamp(on(4), '例志强'),
      unit: '不动产登记中心',
      opinion: '已向群众致歉，所缺材料一次列清，当日办结过户登记。',
    },
    feedback: {
      ...stamp(on(5), '示文静'),
      means: 'in_person',
      result: '窗口已道歉，并列出一次性告知单；过户登记已办结。',
      satisfaction: 'satisfied',
      signed: { ...signed, purpose: 'feedback' },
      consent: null,
    },
    holdings: [],
    round: 0,
    contributions: [],
    extension: null,
    extensions: 0,
    extensionRequest: null,
    steps: {},
    reclassified: [],
    returns: [],
    redos: [],
    urgings: [],
    followUps: [],
    recusals: [],
    mergedInto: null,
    absorbed: [],
    marks: [],
    closing: null,
    archived: null,
    papers: [],
    notes: [],
    conflicts: [],
    settlements: [],
    written: {},
    exclusive: {},
  };
}

/** A document context around a state; the profile is small but has every part that papers read. */
export function contextOf(state: CaseState, copy = 0): DocumentContext {
  return {
    state,
    profile: {
      id: 'tanghe',
      name: '唐河县政务和大数据服务中心咨询投诉工作制度',
      forms: [{ id: '登记表', name: '唐河县政务服务中心咨询投诉登记表', fields: [] }],
      categories: [{ id: 'general', name: '一般性咨询投诉' }],
      acceptance: {
        refusals: [
          { code: 'YN-8-1', text: '没有明确被投诉人或者投诉请求的', next: null },
          { code: 'YN-8-2', text: '已经受理或者正在处理的', next: null },
          { code: 'YN-8-3', text: '已经或者正在通过诉讼、仲裁、行政复议、调解等途径解决的', next: null },
          {
            code: 'YN-8-4',
            text: '已经办结，无新证明材料对同一事项重复投诉的',
            next: '有新的证明材料的，可以再次提出。',
          },
        ],
      },
      intake: { fields: [{ id: 'f_item', label: '事项名称' }] },
    },
    clocks: [
      {
        what: '一般性咨询投诉办结',
        to: 'closed',
        due: '2026-03-06T00:00:00+08:00',
        provisional: false,
        proof: { rule: '（一）对一般性咨询投诉，应在3个工作日内办结；', summary: '3月3日、4日、5日' },
      },
    ],
    station: {
      code: 'TH03',
      name: '投诉受理台（一楼大厅）',
      organisation: '唐河县政务和大数据服务中心',
      phone: '0377-19900000',
    },
    printedAt: '2026-03-02T10:06:30+08:00',
    copy,
  };
}

/** A case of this regime in which everything happened that can, every step on record included. */
export function richState(record: ComplaintRecord, profile: Profile, at = 0): CaseState {
  const state = fullState(record, at);
  const on = (day: number) => `2026-03-${String(day).padStart(2, '0')}T10:05:00+08:00`;
  const unit = { id: 'u-bdc', name: '不动产登记中心', station: 'TH12' };
  const fields = Object.fromEntries(profile.intake.fields.map((field) => [field.id, `（${field.label}）`]));
  const urging = (rule: Profile['urging'][number]): CaseState['urgings'][number] => ({
    ...stamp(on(4), '示文静'),
    urging: rule.id,
    kind: rule.kind,
    unit: unit.name,
    person: '例志强',
    progress: '正在核对取号记录，预计次日答复。',
    slipNumber: `唐政服${rule.kind === 'urge' ? '催' : '督'}〔2026〕3号`,
  });
  const recorded = profile.workflow.map((step) => [
    step.step,
    [
      {
        ...stamp(on(4), '示文静'),
        name: step.name,
        values: Object.fromEntries((step.fields ?? []).map((field) => [field.id, `（${field.label}）`])),
        holding: 1,
        round: 0,
      },
    ],
  ]);
  const rules = profile.urging.filter((rule) => rule.kind !== 'inspection');
  return {
    ...state,
    record: { ...record, fields: { ...fields, ...record.fields } },
    category: profile.categories[0]?.id ?? null,
    accepted: state.accepted && { ...state.accepted, note: '事项属于本单位职责，拟转承办单位核实。' },
    status: 'archived',
    holdings: [{ unit, mode: 'handle', at: on(3), endedAt: null, ended: null, outOfArea: false }],
    contributions: [{ ...stamp(on(4), '例志强'), unit: '综合服务中心', opinion: '已协助调取监控。' }],
    extension: {
      ...stamp(on(4), '示文静'),
      promisedDate: '2026-03-09',
      reason: '需要调取档案核对。',
      notified: '已电话告知投诉人。',
      requestedAt: on(4),
    },
    steps: Object.fromEntries(recorded),
    returns: [
      {
        ...stamp(on(3), '例志强'),
        rule: 'ret',
        unit: unit.name,
        reason: '不属于本单位职责范围。',
        basis: '三定规定第四条',
        approvedBy: '样建国',
      },
    ],
    redos: [{ ...stamp(on(4), '示文静'), rule: 'redo', unit: unit.name, reason: '未注明责任人。' }],
    urgings: rules.map(urging),
    followUps: [{ ...stamp(on(6), '示文静'), means: 'phone', satisfaction: 'satisfied', opinion: '对答复满意。' }],
    closing: {
      ...stamp(on(6), '样建国'),
      outcome: 'resolved',
      verified: 'true',
      summary: '投诉属实，窗口已整改，群众满意。',
      review: (profile.closing?.criteria ?? [{ id: '事实是否清楚' }]).map(({ id }) => ({ id, holds: true, note: '' })),
      person: '',
      counted: true,
    },
    archived: { ...stamp(on(7), '示文静'), note: '一案一卷，存档案柜三。', items: ['登记表', '转办单', '反馈记录'] },
    notes: [{ ...stamp(on(3), '示文静'), text: '等待承办单位回电。' }],
  };
}
