import type { CentreResponse } from '../../core/sync/transport.ts';
import type { Entry } from '../../domain/contract/entries.ts';
import {
  type FeedItem,
  MAX_UNPACKED_BYTES,
  PATHS,
  type PushAnswer,
  type PushResponse,
} from '../../domain/contract/wire.ts';
import { beatFrame, pageFrame, readFrames, stateFrame } from '../../wire/frames.ts';
import { unpack } from '../../wire/pack.ts';
import { packPushAnswer, unpackPushAnswer } from '../../wire/push-answer.ts';
import { ChainBuilder, seal } from '../builders/entries.ts';
import type { Dice } from '../random-commands/dice.ts';
import type { Between } from './line.ts';
import type { SimulatedStation } from './station.ts';

/** Somebody who sits in the centre's place for one station, and has all of it but the centre's key. */
export interface Liar {
  lying: boolean;
  between: Between;
}

const NO_SIGNATURE = Buffer.alloc(64, 1).toString('base64url');

export function createLiar(station: SimulatedStation, dice: Dice): Liar {
  /** True receipts that were seen, to be shown again. */
  const receipts: PushResponse['receipt'][] = [];
  let epoch = '00000000';
  const liar: Liar = {
    lying: false,
    between: {
      async instead(request) {
        if (!liar.lying || request.path !== PATHS.entries || !dice.rarely(3)) return null;
        const lines = (await unpack(request.body ?? new Uint8Array(), MAX_UNPACKED_BYTES)).split('\n');
        const last = (JSON.parse(lines.at(-1) ?? '{}') as Entry).stationSeq;
        const answers = lines.map((_, index): PushAnswer => (dice.rarely(4) ? ['duplicate', index + 1] : index + 1));
        const seen = receipts.length > 0 && dice.rarely(2) ? dice.one(receipts) : null;
        const receipt = seen ?? { seq: last, backed: last, signature: NO_SIGNATURE };
        return packed({ answers, epoch, receipt: dice.rarely(2) ? receipt : { ...receipt, seq: last } });
      },
      async of(request, response) {
        if (response.status !== 200) return response;
        if (request.path === PATHS.entries) {
          const said = await unpackPushAnswer(await bytesOf(response));
          receipts.push(said.receipt);
          epoch = said.epoch;
          return packed(liar.lying ? bent(said, dice) : said, response);
        }
        if (!request.path.startsWith(PATHS.feed) || !liar.lying) return response;
        return { ...response, body: bentFrames(response, station.part.code, dice, () => liar.lying) };
      },
    },
  };
  return liar;
}

function bent(said: PushResponse, dice: Dice): PushResponse {
  const { receipt, answers } = said;
  switch (dice.below(6)) {
    case 0:
      return { ...said, receipt: { ...receipt, signature: NO_SIGNATURE } };
    case 1:
      return { ...said, receipt: { ...receipt, seq: receipt.seq + 1 } };
    case 2:
      return { ...said, receipt: { ...receipt, backed: receipt.backed + 5 } };
    case 3:
      return { ...said, answers: answers.slice(1) };
    case 4:
      return { ...said, answers: answers.map((answer) => (typeof answer === 'number' ? answer + 1 : 1)) };
    default:
      return { ...said, epoch: 'deadbeef' };
  }
}

async function* bentFrames(
  response: CentreResponse,
  own: string,
  dice: Dice,
  lying: () => boolean,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const frame of readFrames(response.body)) {
      if (frame.kind === 'beat') yield beatFrame();
      else if (frame.kind === 'state') yield stateFrame(frame.state);
      else yield await pageFrame(lying() && dice.rarely(2) ? bentItems(frame.items, own, dice) : frame.items);
    }
  } finally {
    response.close();
  }
}

/** One item of a page is not what the centre said. */
function bentItems(items: readonly FeedItem[], own: string, dice: Dice): FeedItem[] {
  const index = dice.below(items.length);
  const target = items[index];
  if (!target) return [...items];
  const entry = JSON.parse(target.text) as Entry;
  const swap = (item: Partial<FeedItem>) => items.with(index, { ...target, ...item });
  switch (dice.below(7)) {
    case 0:
      return items.map((item) => ({ ...item, pos: item.pos + 1 }));
    case 1:
      return swap({ seq: target.seq + 1 + dice.below(3) });
    case 2:
      return swap({ text: target.text.replace('示例员', '别的人') });
    case 3:
      return swap({ text: JSON.stringify(seal({ ...entry, actor: { ...entry.actor, name: '别的人' } })) });
    case 4:
      return swap({ text: JSON.stringify(seal({ ...entry, stationId: own, stationSeq: 1 + dice.below(40) })) });
    case 5:
      return swap({ text: JSON.stringify(new ChainBuilder('XX99').note(entry.caseId, '别处的备注')) });
    default:
      return swap({ text: '{"what":"no entry"}' });
  }
}

async function bytesOf(response: CentreResponse): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of response.body) parts.push(part);
  return Buffer.concat(parts);
}

async function packed(said: PushResponse, like?: CentreResponse): Promise<CentreResponse> {
  const bytes = await packPushAnswer(said);
  async function* body(): AsyncGenerator<Uint8Array> {
    yield bytes;
  }
  return { status: 200, headers: like?.headers ?? {}, body: body(), close: () => {} };
}
