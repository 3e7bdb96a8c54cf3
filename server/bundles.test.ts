import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { canonicalJson } from '../domain/case-file/chain.ts';
import type { Entry } from '../domain/contract/entries.ts';
import { signInAsAdmin } from '../tests/builders/admin.ts';
import { newKey, type Send, type Station } from '../tests/builders/centre.ts';
import { engines } from '../tests/builders/engines.ts';
import { type ChainBuilder, sampleRecord } from '../tests/builders/entries.ts';
import { centreOn, newHall, type TestCentre } from '../tests/builders/hall.ts';
import { TEST_SEALING_KEY } from '../tests/builders/rulebooks.ts';
import { makeBundle } from '../wire/bundle.ts';

// Opening an embedded database takes long on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let ids = 0;

function bundleOf(author: Station, entries: readonly Entry[], files: readonly Uint8Array[] = []): Promise<Uint8Array> {
  ids += 1;
  return makeBundle(
    {
      id: ids.toString(16).padStart(32, '0'),
      from: author.key.code,
      to: 'centre',
      recipient: TEST_SEALING_KEY,
      made: '2026-03-04T09:00:00+08:00',
      content: {
        kind: 'chain',
        entries: entries.map((entry) => ({ text: canonicalJson(entry), masked: false })),
        files: files.map((content) => ({ sha256: createHash('sha256').update(content).digest('hex'), content })),
      },
    },
    author.key.privateKey,
  );
}

/** Hands a bundle to the centre in another station's name; the code of its answer. */
async function carry(carrier: Station, bytes: Uint8Array): Promise<string> {
  const response = await carrier.request('POST', '/v2/bundles', { body: bytes });
  if (response.status === 204) return 'taken';
  return ((await response.json()) as { error: { code: string } }).error.code;
}

const threeCases = (chain: ChainBuilder): Entry[] =>
  [0, 1, 2].flatMap(() => {
    const first = chain.register();
    return [first, chain.note(first.caseId, '补充')];
  });

const feedOf = async (station: Station) =>
  (await station.feed()).items.map(({ pos, entry }) => `${pos} ${entry.id}`).join('\n');

for (const engine of engines()) {
  describe(`a relay bundle at the centre on ${engine.name}`, () => {
    let ready: Promise<TestCentre>;
    beforeAll(async () => {
      ready = engine.open().then((opened) => centreOn(opened));
      await ready;
    });
    const hallOf = async (send?: Send) => newHall(send ?? (await ready).send);

    it('is taken in as a push of its author, whom a push then tells that all of it is here', async () => {
      const hall = await hallOf();
      const entries = threeCases(hall.chain);
      expect(await carry(hall.unit, await bundleOf(hall.window, entries))).toBe('taken');
      expect((await hall.office.feed()).items.map(({ entry }) => entry.id)).toEqual(entries.map(({ id }) => id));
      const pushed = await hall.window.push(entries);
      expect(new Set(pushed.answers.map(({ result }) => result))).toEqual(new Set(['duplicate']));
      expect(pushed.receipt.seq).toBe(entries.length);
    });

    it('brings the attachments that its entries name', async () => {
      const hall = await hallOf();
      const photo = Buffer.from('照片的字节');
      const sha256 = createHash('sha256').update(photo).digest('hex');
      const first = hall.chain.register();
      const attached = hall.chain.add('attached', first.caseId, { evidence: { kind: '照片', name: '一', sha256 } });
      await carry(hall.window2, await bundleOf(hall.window, [first, attached], [photo]));
      const got = await hall.office.request('GET', `/v2/files/${sha256}`);
      expect(Buffer.from(await got.arrayBuffer()).equals(photo)).toBe(true);
    });

    it('makes the same centre in whatever order, however often, among a push of the same', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6, maxLength: 6 }),
          fc.array(fc.nat(5), { maxLength: 6 }),
          async (order, again) => {
            const hall = await hallOf();
            const one = threeCases(hall.chain);
            const two = threeCases(hall.chain2);
            const bundles = await Promise.all([
              bundleOf(hall.window, one.slice(0, 2)),
              bundleOf(hall.window, one.slice(2, 4)),
              bundleOf(hall.window, one),
              bundleOf(hall.window2, two.slice(0, 3)),
              bundleOf(hall.window2, two.slice(3)),
              bundleOf(hall.window2, two),
            ]);
            const waiting = [...order, ...again];
            // What does not connect yet is refused as that, and brought again.
            for (let tries = 0; waiting.length > 0 && tries < 50; tries += 1) {
              const next = waiting.shift() ?? 0;
              const said = await carry(hall.unit, bundles[next] ?? new Uint8Array());
              expect(said).toMatch(/^(taken|entry_gap)$/);
              if (said === 'entry_gap') waiting.push(next);
            }
            expect(waiting).toEqual([]);
            const seen = (await hall.office.feed()).items;
            expect(seen.map(({ entry }) => entry.id).sort()).toEqual([...one, ...two].map(({ id }) => id).sort());
            for (const chain of [one, two]) {
              const own = seen.filter(({ entry }) => entry.stationId === chain[0]?.stationId);
              expect(own.map(({ entry }) => entry.id)).toEqual(chain.map(({ id }) => id));
            }
            const before = await feedOf(hall.office);
            for (const bytes of bundles) await carry(hall.window2, bytes);
            expect(await feedOf(hall.office)).toBe(before);
          },
        ),
        { numRuns: 6 },
      );
    });

    it('is refused whole when changed, for another centre, from a stranger or with somebody else’s signature', async () => {
      const hall = await hallOf();
      const entries = threeCases(hall.chain);
      const bytes = Buffer.from(await bundleOf(hall.window, entries));
      bytes.writeUInt8(bytes.readUInt8(bytes.length - 60) ^ 1, bytes.length - 60);
      expect(await carry(hall.unit, bytes)).toBe('bundle_damaged');
      const stranger = { ...hall.window, key: newKey('ZZ9') };
      expect(await carry(hall.unit, await bundleOf(stranger, entries))).toBe('bundle_untrusted');
      const forged = { ...hall.window, key: { ...newKey(hall.window.key.code) } };
      expect(await carry(hall.unit, await bundleOf(forged, entries))).toBe('bundle_untrusted');
      expect((await hall.office.feed()).items).toEqual([]);
    });

    it('is refused from a PC that was put out of use, who made it before or after; what came before stays', async () => {
      const { send } = await ready;
      const hall = await hallOf();
      const entries = threeCases(hall.chain);
      expect(await carry(hall.unit, await bundleOf(hall.window, entries.slice(0, 2)))).toBe('taken');
      const made = await bundleOf(hall.window, entries);
      await (await signInAsAdmin(send)).change('revoke', { code: hall.window.key.code, reason: '电脑被盗' });
      expect(await carry(hall.unit, made)).toBe('bundle_untrusted');
      expect(await carry(hall.window2, await bundleOf(hall.window, entries))).toBe('bundle_untrusted');
      expect((await hall.office.feed()).items).toHaveLength(2);
      // Nor does it carry for others.
      expect(await carry(hall.window, await bundleOf(hall.window2, threeCases(hall.chain2)))).toBe('station_revoked');
      expect((await hall.office.feed()).items).toHaveLength(2);
    });

    it('does not let an author speak for another: entries of somebody else’s chain are rejected', async () => {
      const hall = await hallOf();
      const { key } = hall.window;
      expect(
        await carry(hall.unit, await bundleOf(hall.window, [hall.chain2.register(sampleRecord('tanghe-01'))])),
      ).toBe('taken');
      expect((await hall.office.feed()).items).toEqual([]);
      expect(key.code).not.toBe(hall.window2.key.code);
    });

    it('gives a station its own chain back, page by page, and nobody else’s', async () => {
      const hall = await hallOf();
      const entries = threeCases(hall.chain);
      await hall.window.push(entries);
      const { unpack } = await import('../wire/pack.ts');
      const ask = async (station: Station, after: number) => {
        const response = await station.request('GET', `/v2/own?after=${after}`);
        const [head = '', ...lines] = (await unpack(new Uint8Array(await response.arrayBuffer()), 1e7)).split('\n');
        return { head: JSON.parse(head) as { seq: number; at: string; items: unknown[] }, lines };
      };
      const page = await ask(hall.window, 2);
      expect(page.head).toEqual({ seq: 6, at: entries[1]?.hash, items: [1, 2, 1, 2] });
      expect(page.lines).toEqual(entries.slice(2).map((entry) => canonicalJson(entry)));
      expect((await ask(hall.window2, 0)).head).toEqual({ seq: 0, at: '0'.repeat(64), items: [] });
      expect((await ask(hall.window, 99)).head).toEqual({ seq: 6, at: '', items: [] });
    });
  });
}
