import { MEANS_WORDS, OUTCOME_WORDS, VERIFICATION_WORDS } from '../../contract/commands.ts';
import { SATISFACTION_WORDS } from '../../contract/words.ts';
import type { DocumentContext } from '../context.ts';
import { HAND_SIGNATURE, officerFoot, satisfactionScale } from '../parts.ts';
import { visible, visibleLine } from '../visible.ts';
import { chineseDate, chineseTime } from '../wording.ts';
import { type FormValues, nameOfStamp, short, tick, timeOf, whole } from './value.ts';

/** Urging, feedback, follow-up, closing, the file. */
const LEVEL_WORDS = { yellow: '黄牌', red: '红牌' } as const;

/** The urging that the paper goes with, else the last one. */
const urging = ({ state, urging: at }: DocumentContext) => state.urgings.at(at ?? -1) ?? null;

function urgingReason(context: DocumentContext): string {
  const last = urging(context);
  if (!last) return '';
  const trigger = context.profile.urging?.find((rule) => rule.id === last.urging)?.trigger ?? '';
  return last.level ? `${LEVEL_WORDS[last.level]}：${trigger}` : trigger;
}

function urgings({ state }: DocumentContext): string {
  return state.urgings
    .map((one, at) => `${at + 1}．${chineseTime(one.at)}　${visibleLine(one.unit)}　${visible(one.progress)}`)
    .join('\n');
}

function review({ state, profile }: DocumentContext): string {
  const criteria = profile.closing?.criteria ?? [];
  const found = new Map(state.closing?.review.map((one) => [one.id, one]));
  const lines = criteria.map(({ id, text }, at) => {
    const one = found.get(id);
    const note = one?.note ? `：${visible(one.note)}` : '';
    return `${at + 1}．${text}　${tick(one?.holds === true, '是')}　${tick(one?.holds === false, '否')}${note}`;
  });
  const other = (state.closing?.review ?? []).filter((one) => !criteria.some(({ id }) => id === one.id));
  return [
    ...lines,
    ...other.map((one) => `${visibleLine(one.id)}：${one.holds ? '是' : '否'}　${visible(one.note)}`),
  ].join('\n');
}

function followUps({ state }: DocumentContext): string {
  return state.followUps
    .map((one) => {
      const rating = one.satisfaction ? `，${SATISFACTION_WORDS[one.satisfaction]}` : '';
      return `${chineseTime(one.at)}　${MEANS_WORDS[one.means]}${rating}：${visible(one.opinion)}（${one.by.name}）`;
    })
    .join('\n');
}

/** The key dates of the case, for the forms that give an account of it. */
function timeline({ state }: DocumentContext): string {
  const dates: (readonly [string, string | null | undefined])[] = [
    ['收到', state.record.received_at],
    ['登记', state.registered.at],
    ['受理', state.accepted?.at],
    ['不予受理', state.refused?.at],
    ['转办', state.firstAssignedAt],
    ['回复', state.reply?.at],
    ['反馈', state.feedback?.at],
    ['办结', state.closing?.at],
    ['归档', state.archived?.at],
  ];
  return dates.flatMap(([word, at]) => (at ? [`${word} ${chineseDate(at)}`] : [])).join('　');
}

/** What was found and done, in one field: 投诉与处理情况. */
function account({ state }: DocumentContext): string {
  return [
    `投诉：${visible(state.record.request || state.record.narrative)}`,
    state.investigation ? `调查：${visible(state.investigation.text)}` : '',
    state.reply ? `处理：${visible(state.reply.opinion)}` : '',
    state.feedback ? `反馈：${visible(state.feedback.result)}` : '',
    state.closing ? `结案：${visible(state.closing.summary)}` : '',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

export const endingValues: FormValues = {
  'urging.time': short((context) => timeOf(urging(context))),
  'urging.count': short((context) => {
    const { state, urging: at } = context;
    const last = urging(context);
    if (!last) return '';
    const upTo = at === undefined || at === null ? state.urgings.length : at + 1;
    return `第${state.urgings.slice(0, upTo).filter((one) => one.kind === last.kind).length}次`;
  }),
  'urging.unit': short((context) => visibleLine(urging(context)?.unit ?? '')),
  'urging.person': short((context) => visibleLine(urging(context)?.person ?? '')),
  'urging.progress': whole((context) => visible(urging(context)?.progress ?? ''), { room: 3 }),
  'urging.slip': short((context) => urging(context)?.slipNumber ?? ''),
  'urging.by': short((context) => nameOfStamp(urging(context))),
  'urging.reason': whole(urgingReason, { room: 1 }),
  urgings: whole(urgings, { room: 2 }),
  'feedback.means': short(({ state }) => (state.feedback ? MEANS_WORDS[state.feedback.means] : '')),
  'feedback.at': short(({ state }) => timeOf(state.feedback)),
  'feedback.by': short(({ state }) => nameOfStamp(state.feedback)),
  'feedback.result': whole(({ state }) => visible(state.feedback?.result ?? ''), { room: 3 }),
  feedback: whole(
    ({ state }) => (state.feedback ? `${MEANS_WORDS[state.feedback.means]}。${visible(state.feedback.result)}` : ''),
    { room: 3, foot: ({ state }) => officerFoot(state.feedback) },
  ),
  'feedback.satisfaction': whole(({ state }) => satisfactionScale(state.feedback?.satisfaction ?? null)),
  /** For whoever fills the card in: no level is ticked beforehand. */
  scale: whole(() => satisfactionScale(null)),
  'feedback.signature': {
    whole: true,
    room: 2,
    text: ({ state }) => {
      const { feedback } = state;
      if (feedback?.signed) return '上述结果已当面告知本人。';
      return feedback && feedback.means !== 'in_person'
        ? `${MEANS_WORDS[feedback.means]}，由经办人记录，无须签字。`
        : '';
    },
    foot: ({ state }) => {
      const { feedback } = state;
      if (feedback?.signed) return chineseTime(feedback.signed.signedAt);
      return feedback && feedback.means !== 'in_person' ? '' : HAND_SIGNATURE;
    },
    signature: ({ state }) => state.feedback?.signed?.signature ?? null,
  },
  follow_up: whole(followUps, { room: 2 }),
  'closing.at': short(({ state }) => timeOf(state.closing)),
  'closing.by': short(({ state }) => nameOfStamp(state.closing)),
  'closing.outcome': short(({ state }) => (state.closing ? OUTCOME_WORDS[state.closing.outcome] : '')),
  'closing.verified': short(({ state }) => (state.closing ? VERIFICATION_WORDS[state.closing.verified] : '')),
  'closing.summary': whole(({ state }) => visible(state.closing?.summary ?? ''), {
    room: 3,
    foot: ({ state }) => officerFoot(state.closing),
  }),
  'closing.review': whole(review, { room: 4 }),
  'archived.items': whole(({ state }) => state.archived?.items.map((one) => visibleLine(one)).join('\n') ?? '', {
    room: 2,
  }),
  'archived.note': whole(({ state }) => visible(state.archived?.note ?? ''), { room: 1 }),
  'archived.at': short(({ state }) => timeOf(state.archived)),
  timeline: whole(timeline),
  account: whole(account, { room: 6 }),
  notes: whole(
    ({ state }) =>
      state.notes.map((one) => `${chineseTime(one.at)}　${visible(one.text)}（${one.by.name}）`).join('\n'),
    {
      room: 2,
    },
  ),
  blank: whole(() => '', { room: 2 }),
  'blank.line': whole(() => '', { room: 1 }),
  'blank.page': whole(() => '', { room: 8 }),
  sign: whole(() => '', { room: 1, foot: () => HAND_SIGNATURE }),
  seal: whole(() => '', { room: 2, foot: () => '（盖章）　　　　　年　　月　　日' }),
};
