import type { DocumentContext } from '../context.ts';
import { chineseNumber, dueWords, HAND_SIGNATURE, handlingClock, officerFoot, ruleSentence } from '../parts.ts';
import { visible, visibleLine } from '../visible.ts';
import { chineseDate, chineseTime } from '../wording.ts';
import { type FormValues, nameOfStamp, short, tick, timeOf, whole } from './value.ts';

/** What was decided about the case and who works on it, up to the unit's reply. */
const RECEIPT_LINE = '签收人：　　　　　　　　年　　月　　日　　时';

function category({ state, profile }: DocumentContext): string {
  return profile.categories.find((one) => one.id === state.category)?.name ?? '';
}

/** All grounds of the regime, numbered, the one that applies ticked: so that the reader sees what else was weighed. */
function refusalGrounds({ state, profile }: DocumentContext): string {
  const lines = profile.acceptance.refusals.map((one, at) =>
    tick(one.code === state.refused?.ground, `（${chineseNumber(at + 1)}）${one.text.replace(/[；;。]+$/u, '')}`),
  );
  const known = profile.acceptance.refusals.some((one) => one.code === state.refused?.ground);
  if (state.refused && !known) lines.push(tick(true, visible(state.refused.groundText)));
  return lines.join('\n') || '制度没有规定不予受理的情形';
}

/** Which ground of acceptance applies is not asked at the desk: all are printed and a hand ticks one. */
function acceptanceGrounds({ profile }: DocumentContext): string {
  const grounds = profile.acceptance.grounds ?? [];
  return grounds
    .map((one, at) => tick(false, `（${chineseNumber(at + 1)}）${one.text.replace(/[；;。]+$/u, '')}`))
    .join('\n');
}

function refusalNext({ state, profile }: DocumentContext): string {
  const next = profile.acceptance.refusals.find((one) => one.code === state.refused?.ground)?.next;
  return state.refused ? (next ?? '如有新的材料，可以凭编号向本单位提出。') : '';
}

function decision(context: DocumentContext): string {
  const { state } = context;
  const name = category(context);
  return [
    tick(state.accepted !== null, `予以受理${state.accepted && name ? `（${name}）` : ''}`),
    tick(state.refused !== null, '不予受理'),
  ].join('　　');
}

const decided = ({ state }: DocumentContext) => state.accepted ?? state.refused;

function due({ clocks, state }: DocumentContext): string {
  if (state.refused && !state.accepted) return '不予受理，不适用';
  const clock = handlingClock(clocks);
  return clock ? `${dueWords(clock)}\n依据：“${ruleSentence(clock)}。”` : '制度未规定具体期限，请及时办理';
}

function lead({ state }: DocumentContext): string {
  const { assignment } = state;
  if (!assignment) return '';
  const assisting = assignment.assisting.map((unit) => visibleLine(unit.name));
  return [
    `牵头（承办）：${visibleLine(assignment.unit.name)}`,
    ...(assisting.length > 0 ? [`协办：${assisting.join('、')}`] : []),
  ].join('\n');
}

function holdings({ state }: DocumentContext): string {
  const words = { returned: '退回', reassigned: '改派' };
  return state.holdings
    .map((one, at) => {
      const ended = one.ended && one.endedAt ? `，${chineseTime(one.endedAt)}${words[one.ended]}` : '';
      return `${at + 1}．${visibleLine(one.unit.name)}（${one.mode === 'read' ? '阅处' : '办理'}），${chineseTime(one.at)}收到${ended}`;
    })
    .join('\n');
}

function contributions({ state }: DocumentContext): string {
  return state.contributions.map((one) => `${visibleLine(one.unit)}：${visible(one.opinion)}`).join('\n');
}

/** A request that waits, else the extension that holds. */
const extension = ({ state }: DocumentContext) => state.extensionRequest ?? state.extension;

const lastReturn = ({ state }: DocumentContext) => state.returns.at(-1) ?? null;

/** To whom it went and what they did, in one field: 转办窗口（部门）及处理情况. */
function handled({ state }: DocumentContext): string {
  const { assignment, reply } = state;
  return [
    assignment
      ? `转${visibleLine(assignment.unit.name)}${assignment.mode === 'read' ? '阅处' : '办理'}。${visible(assignment.opinion)}`
      : '',
    reply ? `处理情况：${visible(reply.opinion)}` : '',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** The steps of the regime in their order (流程图). */
function steps({ profile }: DocumentContext): string {
  return (profile.workflow ?? []).map((step, at) => `${at + 1}．${step.name}`).join('\n↓\n');
}

export const handlingValues: FormValues = {
  category: short(category),
  decision: whole(decision),
  'decision.at': short((context) => timeOf(decided(context))),
  'decision.by': short((context) => nameOfStamp(decided(context))),
  'decision.notice': short((context) => decided(context)?.noticeNumber ?? ''),
  'accepted.at': short(({ state }) => timeOf(state.accepted)),
  'accepted.by': short(({ state }) => nameOfStamp(state.accepted)),
  'accepted.notice': short(({ state }) => state.accepted?.noticeNumber ?? ''),
  'accepted.note': whole(({ state }) => visible(state.accepted?.note ?? ''), { room: 1 }),
  'accepted.grounds': whole(acceptanceGrounds, { room: 1 }),
  'refused.ground': whole(({ state }) => visible(state.refused?.groundText ?? ''), { room: 1 }),
  'refused.grounds': whole(refusalGrounds),
  'refused.explanation': whole(({ state }) => visible(state.refused?.explanation ?? ''), { room: 1 }),
  'refused.next': whole(refusalNext, { room: 1 }),
  'refused.notice': short(({ state }) => state.refused?.noticeNumber ?? ''),
  delivery: whole(() => '□现场领取　　□邮寄　　□短信　　□电子邮件　　□其他'),
  investigation: whole(({ state }) => visible(state.investigation?.text ?? ''), {
    room: 3,
    foot: ({ state }) => officerFoot(state.investigation),
  }),
  'investigation.by': short(({ state }) => nameOfStamp(state.investigation)),
  'approval.opinion': whole(({ state }) => visible(state.approval?.opinion ?? ''), {
    room: 3,
    foot: ({ state }) => officerFoot(state.approval),
  }),
  'approval.by': short(({ state }) => nameOfStamp(state.approval)),
  'approval.at': short(({ state }) => timeOf(state.approval)),
  'assignment.unit': short(({ state }) => visibleLine(state.assignment?.unit.name ?? '')),
  'assignment.lead': whole(lead, { room: 1 }),
  'assignment.mode': short(({ state }) =>
    state.assignment ? (state.assignment.mode === 'read' ? '阅处' : '办理') : '',
  ),
  'assignment.opinion': whole(({ state }) => visible(state.assignment?.opinion ?? ''), {
    room: 2,
    foot: ({ state }) => officerFoot(state.assignment),
  }),
  'assignment.slip': short(({ state }) => state.assignment?.slipNumber ?? ''),
  'assignment.at': short(({ state }) => timeOf(state.assignment)),
  'assignment.by': short(({ state }) => nameOfStamp(state.assignment)),
  'first_assigned.at': short(({ state }) => (state.firstAssignedAt ? chineseTime(state.firstAssignedAt) : '')),
  receipt: whole(() => '', { room: 1, foot: () => RECEIPT_LINE }),
  holdings: whole(holdings, { room: 2 }),
  due: whole(due),
  'due.date': short(({ clocks }) => {
    const clock = handlingClock(clocks);
    return clock ? dueWords(clock) : '未规定具体期限';
  }),
  'reply.opinion': whole(({ state }) => visible(state.reply?.opinion ?? ''), {
    room: 4,
    foot: ({ state }) => officerFoot(state.reply),
  }),
  'reply.unit': short(({ state }) => visibleLine(state.reply?.unit ?? state.assignment?.unit.name ?? '')),
  'reply.contact': whole(
    ({ state }) => {
      const { reply } = state;
      return reply ? `${reply.by.name}　${visibleLine(reply.unit)}　联系电话：` : '';
    },
    { room: 1 },
  ),
  handled: whole(handled, { room: 3, foot: ({ state }) => officerFoot(state.reply) }),
  steps: whole(steps),
  'reply.by': short(({ state }) => nameOfStamp(state.reply)),
  'reply.at': short(({ state }) => timeOf(state.reply)),
  contributions: whole(contributions, { room: 2 }),
  'return.unit': short((context) => visibleLine(lastReturn(context)?.unit ?? '')),
  'return.at': short((context) => timeOf(lastReturn(context))),
  'return.reason': whole((context) => visible(lastReturn(context)?.reason ?? ''), { room: 2 }),
  'return.basis': whole((context) => visible(lastReturn(context)?.basis ?? ''), { room: 2 }),
  'return.approved_by': whole((context) => visibleLine(lastReturn(context)?.approvedBy ?? ''), {
    room: 1,
    foot: () => HAND_SIGNATURE,
  }),
  'redo.reason': whole(({ state }) => visible(state.redos.at(-1)?.reason ?? ''), { room: 2 }),
  'extension.reason': whole((context) => visible(extension(context)?.reason ?? ''), { room: 3 }),
  'extension.date': short((context) => {
    const promised = extension(context)?.promisedDate;
    return promised ? `延至${chineseDate(promised)}` : '';
  }),
  'extension.notified': whole(({ state }) => visible(state.extension?.notified ?? ''), { room: 1 }),
  'extension.by': short((context) => nameOfStamp(extension(context))),
  'extension.at': short((context) => timeOf(extension(context))),
};
