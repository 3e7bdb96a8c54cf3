import { beforeAll, describe, expect, it } from 'vitest';
import { feedPath, receiptText } from '../domain/contract/wire.ts';
import { FIRST_QUESTION, type PushReply } from '../tests/builders/centre.ts';
import { engines } from '../tests/builders/engines.ts';
import { centreOn, type Hall, newHall, type TestCentre } from '../tests/builders/hall.ts';
import { importPublicKey, verifySignature } from './digest.ts';

const [embedded] = engines();

describe('what the centre puts its name to', () => {
  let centre: TestCentre;
  let hall: Hall;
  beforeAll(async () => {
    if (!embedded) throw new Error('no engine');
    centre = centreOn(await embedded.open());
    hall = await newHall(centre.send);
  }, 60_000);

  const holds = ({ epoch, receipt, vouchedFor: { body, answers } }: PushReply, station: string, hash: string) =>
    verifySignature(
      importPublicKey(centre.signer.publicKey),
      receiptText(epoch, station, receipt, hash, body, answers),
      receipt.signature,
    );

  it('is the chain as it stands after the push, with its last hash, and nobody else’s', async () => {
    const first = hall.chain.register();
    const second = hall.chain.note(first.caseId, '二');
    const third = hall.chain.note(first.caseId, '三');
    const reply = await hall.window.push([first, second]);
    const code = hall.window.key.code;
    expect(reply.receipt).toMatchObject({ seq: 2, backed: 0 });
    expect(holds(reply, code, second.hash)).toBe(true);
    for (const [station, hash] of [
      [hall.window2.key.code, second.hash],
      [code, first.hash],
      [code, third.hash],
    ] as const) {
      expect(holds(reply, station, hash)).toBe(false);
    }
    // Nor does it stand for another answer, or for another batch.
    expect(holds({ ...reply, vouchedFor: { ...reply.vouchedFor, answers: [1, 3] } }, code, second.hash)).toBe(false);
    expect(holds({ ...reply, vouchedFor: { ...reply.vouchedFor, body: first.hash } }, code, second.hash)).toBe(false);
    // A gap moves nothing, and the receipt says so.
    const fourth = hall.chain.note(first.caseId, '四');
    const gap = await hall.window.push([fourth]);
    expect([gap.receipt.seq, holds(gap, code, second.hash)]).toEqual([2, true]);
  });

  it('is told to who asks with other places than these, and is silent to who knows', async () => {
    const feed = await hall.window.feed();
    // Each of the five that enrolled made a new directory.
    expect(feed.state).toEqual({ head: 2, rules: 5 });
    const { epoch } = await hall.window.push([hall.chain2.register()]);
    // Another life, of which nothing is known here: whatever it held is wanted again.
    const other = await hall.window.open({ epoch: '0badc0de', after: 9, head: 2, rules: 5 });
    expect(await other.next()).toEqual({ kind: 'state', state: { epoch, rewind: 0, head: 0 } });
    const silent = await hall.window.request('GET', feedPath({ ...FIRST_QUESTION, epoch, head: 2, rules: 5 }));
    expect([silent.status, silent.body, [...silent.headers]]).toEqual([204, null, []]);
  });
});
