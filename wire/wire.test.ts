import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeedItem, PushResponse } from '../domain/contract/wire.ts';
import { sha256Hex } from '../server/digest.ts';
import { DICTIONARY } from './dictionary.ts';
import { beatFrame, type Frame, pageFrame, readFrames, stateFrame } from './frames.ts';
import { pack, unpack } from './pack.ts';
import { packPushAnswer, unpackPushAnswer } from './push-answer.ts';

async function* inPieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

const line = fc.string({ unit: 'binary', maxLength: 60 }).map((text) => JSON.stringify({ text }));
const items = fc
  .tuple(
    fc.integer({ min: 1, max: 1e6 }),
    fc.array(fc.tuple(fc.integer({ min: 1, max: 99 }), fc.boolean(), line), { minLength: 1 }),
  )
  .map(([pos, rows]) => rows.map(([seq, masked, text], index): FeedItem => ({ pos: pos + index, seq, masked, text })));

describe('the answer to a push', () => {
  const signature = Buffer.from(Array.from({ length: 64 }, (_, index) => (index * 151) % 256)).toString('base64url');
  const said: PushResponse = { answers: [7], epoch: '00c0ffee', receipt: { seq: 2_043, backed: 0, signature } };

  it('comes back as it was, whatever the answers are', async () => {
    const several = {
      ...said,
      answers: [1, ['duplicate', 2], ['rejected', 'entry_gap']] satisfies PushResponse['answers'],
    };
    expect(await unpackPushAnswer(await packPushAnswer(said))).toEqual(said);
    expect(await unpackPushAnswer(await packPushAnswer(several))).toEqual(several);
  });

  it('is as short as its signature lets it be', async () => {
    expect((await packPushAnswer(said)).length).toBeLessThanOrEqual(64 + 28);
  });

  it('is none without a signature, or with anything else before it', async () => {
    const whole = await packPushAnswer(said);
    await expect(unpackPushAnswer(whole.subarray(0, -64))).rejects.toThrow();
    await expect(unpackPushAnswer(whole.subarray(1))).rejects.toThrow();
    await expect(unpackPushAnswer(Buffer.concat([await pack('[[1],7]'), whole.subarray(-64)]))).rejects.toThrow();
  });
});

describe('packed bodies', () => {
  it('come back letter by letter', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 40_000 }), async (text) => {
        const wellFormed = text.toWellFormed();
        expect(await unpack(await pack(wellFormed), 1e7)).toBe(wellFormed);
      }),
      { numRuns: 50 },
    );
  });

  it('are refused above the limit, and when they are none', async () => {
    const bomb = await pack('零'.repeat(100_000));
    expect(bomb.length).toBeLessThan(200);
    await expect(unpack(bomb, 10_000)).rejects.toMatchObject({ code: 'too_large' });
    await expect(unpack(Buffer.from('{"entries":[]}'), 10_000)).rejects.toMatchObject({ code: 'bad_request' });
  });

  it('keep their dictionary: another one is another protocol', () => {
    expect(sha256Hex(DICTIONARY)).toBe('cd8443d07384594f83c45a7d62dd67a3f70a4894be4e169c583b5b2d0bc993dc');
  });
});

describe('frames', () => {
  it('are read whole, however the line cuts them into pieces', async () => {
    await fc.assert(
      fc.asyncProperty(items, fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 }), async (page, sizes) => {
        const bytes = Buffer.concat([stateFrame({ head: 3 }), beatFrame(), await pageFrame(page), beatFrame()]);
        const read: Frame[] = [];
        for await (const frame of readFrames(inPieces(bytes, sizes))) read.push(frame);
        expect(read).toEqual([
          { kind: 'state', state: { head: 3 } },
          { kind: 'beat' },
          { kind: 'page', items: page },
          { kind: 'beat' },
        ]);
      }),
      { numRuns: 60 },
    );
  });

  it('that break off are dropped; those before them stand', async () => {
    const page = await pageFrame([{ pos: 1, seq: 1, masked: false, text: '{}' }]);
    const bytes = Buffer.concat([beatFrame(), page.subarray(0, page.length - 1)]);
    const read: Frame[] = [];
    for await (const frame of readFrames(inPieces(bytes, [4]))) read.push(frame);
    expect(read).toEqual([{ kind: 'beat' }]);
  });

  it.each([
    ['an unknown kind', [9, 0, 0, 0, 0]],
    ['a length beyond all measure', [2, 0xff, 0xff, 0xff, 0xff]],
    ['a page that is not packed', [2, 0, 0, 0, 2, 123, 125]],
    ['a state that is none', [1, 0, 0, 0, 2, 91, 93]],
  ])('refuse %s', async (_what, bytes) => {
    const reading = async () => {
      for await (const _frame of readFrames(inPieces(Buffer.from(bytes), [3])));
    };
    await expect(reading()).rejects.toMatchObject({ code: 'centre_protocol' });
  });
});
