import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../tests/builders/engines.ts';
import type { CentreDatabase } from './db/open.ts';
import { sha256Hex } from './digest.ts';
import { readBlocks, sentSize } from './file-blocks.ts';
import { takeBody } from './file-body.ts';
import {
  appendBytes,
  beginUpload,
  FILE_BLOCK_BYTES,
  finishUpload,
  MAX_OPEN_BYTES,
  MAX_OPEN_UPLOADS,
  uploadState,
} from './file-uploads.ts';

const NOW = new Date('2026-11-22T09:00:00Z');
const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000);
const LIMITS = { settleMs: 50, idleMs: 300, totalMs: 10_000 };

/** A body that comes in these pieces and then ends, or breaks, or says nothing more. */
function bodyOf(pieces: readonly Uint8Array[], end: 'ends' | 'breaks' | 'stalls' = 'ends'): ReadableStream<Uint8Array> {
  const rest = [...pieces];
  return new ReadableStream({
    pull(controller) {
      const piece = rest.shift();
      if (piece) return controller.enqueue(piece);
      if (end === 'ends') return controller.close();
      if (end === 'breaks') return controller.error(new Error('cut'));
      return new Promise(() => {});
    },
  });
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  return Buffer.from(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());
}

describe.each(engines())('uploads on $name', ({ open }) => {
  let db: CentreDatabase;
  let count = 0;

  const newStation = async () => {
    count += 1;
    const code = `FU${count}`;
    await db.execute(sql`INSERT INTO institutions (name) VALUES ('files') ON CONFLICT DO NOTHING`);
    await db.execute(sql`INSERT INTO stations (code, institution, kind, units, enrol_code_hash, invited_at)
      VALUES (${code}, 'files', 'hall_window', ARRAY[]::text[], ${code}, now())`);
    return code;
  };
  const newUpload = async (content: Uint8Array, station?: string) => {
    const key = { station: station ?? (await newStation()), sha256: sha256Hex(content) };
    await beginUpload(db, key, content.length, NOW);
    return key;
  };
  const count0 = async (table: string) =>
    Number((await db.execute<{ n: string }>(sql.raw(`SELECT count(*) AS n FROM ${table}`))).rows[0]?.n);

  beforeAll(async () => {
    ({ db } = await open());
  }, 60_000);

  it('keep what came before a cut, to the byte, and go on from there, however the line cuts and splits', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 * FILE_BLOCK_BYTES }),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 90_000 }), fc.integer({ min: 1, max: 40_000 })), { maxLength: 6 }),
        async (size, cuts) => {
          const content = randomBytes(size);
          const key = await newUpload(content);
          let offset = 0;
          for (const [length, split] of cuts) {
            const sent = content.subarray(offset, Math.min(size, offset + length));
            const pieces = [];
            for (let at = 0; at < sent.length; at += split) pieces.push(sent.subarray(at, at + split));
            await expect(
              takeBody(db, { ...key, size, offset }, bodyOf(pieces, 'breaks'), () => NOW, LIMITS),
            ).rejects.toMatchObject({ code: 'bad_request' });
            offset += sent.length;
            if (offset === size) break;
            expect(await uploadState(db, key, NOW)).toEqual({ offset, size, done: false });
          }
          if (offset < size)
            await takeBody(db, { ...key, size, offset }, bodyOf([content.subarray(offset)]), () => NOW, LIMITS);
          expect(await uploadState(db, key, NOW)).toEqual({ offset: size, size, done: true });
          expect(await sentSize(db, key.sha256, [key.station])).toBe(size);
          expect((await bytesOf(readBlocks(db, key.sha256, 0, size))).equals(content)).toBe(true);
        },
      ),
      { numRuns: 12 },
    );
  }, 60_000);

  it('give any part of a file', async () => {
    const content = randomBytes(5 * FILE_BLOCK_BYTES + 17);
    const key = await newUpload(content);
    await takeBody(db, { ...key, size: content.length, offset: 0 }, bodyOf([content]), () => NOW, LIMITS);
    expect(await finishUpload(db, key, NOW)).toBe(true);
    await fc.assert(
      fc.asyncProperty(fc.nat(content.length - 1), fc.nat(content.length - 1), async (a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b) + 1];
        expect((await bytesOf(readBlocks(db, key.sha256, start, end))).equals(content.subarray(start, end))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('make durable what came when the line falls silent, long before it counts as dead', async () => {
    const content = randomBytes(1_000);
    const key = await newUpload(content);
    const piece = { ...key, size: 1_000, offset: 0 };
    const taking = takeBody(db, piece, bodyOf([content.subarray(0, 400)], 'stalls'), () => NOW, {
      ...LIMITS,
      idleMs: 60_000,
    });
    taking.catch(() => {});
    await expect.poll(async () => (await uploadState(db, key, NOW)).offset, { timeout: 5_000 }).toBe(400);
    const dead = takeBody(db, { ...piece, offset: 400 }, bodyOf([], 'stalls'), () => NOW, LIMITS);
    await expect(dead).rejects.toMatchObject({ code: 'bad_request' });
  });

  it('of two requests for one place take one, wherever they run', async () => {
    const content = randomBytes(30_000);
    const key = await newUpload(content);
    const send = () => appendBytes(db, key, 0, content.subarray(0, 20_000), NOW);
    const results = await Promise.allSettled([send(), send(), send()]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'file_offset' });
    await appendBytes(db, key, 20_000, content.subarray(20_000), NOW);
    const ends = await Promise.all([finishUpload(db, key, NOW), finishUpload(db, key, NOW), uploadState(db, key, NOW)]);
    expect(ends).toEqual([true, true, { offset: 30_000, size: 30_000, done: true }]);
  });

  it('drop the bytes of a lie; the truth may follow', async () => {
    const content = randomBytes(70_000);
    const key = await newUpload(content);
    const lie = Buffer.from(content);
    lie[69_999] = (lie[69_999] ?? 0) ^ 1;
    const piece = { ...key, size: content.length, offset: 0 };
    await takeBody(db, piece, bodyOf([lie]), () => NOW, LIMITS);
    expect(await uploadState(db, key, NOW)).toEqual({ offset: 0, size: null, done: false });
    await expect(sentSize(db, key.sha256, [key.station])).rejects.toMatchObject({ code: 'not_found' });
    await beginUpload(db, key, content.length, NOW);
    await takeBody(db, piece, bodyOf([content]), () => NOW, LIMITS);
    expect(await finishUpload(db, key, NOW)).toBe(true);
  });

  it('of one station neither spoil nor hold up those of another under the same name', async () => {
    const content = randomBytes(100_000);
    const [poisoner, honest] = [await newUpload(content), await newUpload(content)];
    const bad = randomBytes(100_000);
    await takeBody(db, { ...poisoner, size: 100_000, offset: 0 }, bodyOf([bad.subarray(0, 99_999)]), () => NOW, LIMITS);
    await takeBody(db, { ...honest, size: 100_000, offset: 0 }, bodyOf([content]), () => NOW, LIMITS);
    expect(await finishUpload(db, honest, NOW)).toBe(true);
    await takeBody(
      db,
      { ...poisoner, size: 100_000, offset: 99_999 },
      bodyOf([bad.subarray(99_999)]),
      () => NOW,
      LIMITS,
    );
    expect(await finishUpload(db, poisoner, NOW)).toBe(false);
    expect((await bytesOf(readBlocks(db, honest.sha256, 0, 100_000))).equals(content)).toBe(true);
    await expect(sentSize(db, honest.sha256, [poisoner.station])).rejects.toMatchObject({ code: 'not_found' });
  });

  it('are kept once, however many send the same', async () => {
    const content = randomBytes(200_000);
    const keys = [await newUpload(content), await newUpload(content), await newUpload(content)];
    const before = await count0('file_blocks');
    await Promise.all(
      keys.map(async (key) => {
        await takeBody(db, { ...key, size: content.length, offset: 0 }, bodyOf([content]), () => NOW, LIMITS);
        expect(await finishUpload(db, key, NOW)).toBe(true);
      }),
    );
    expect((await count0('file_blocks')) - before).toBe(4);
    for (const { station, sha256 } of keys) expect(await sentSize(db, sha256, [station])).toBe(200_000);
  });

  it('left unfinished cost a station its own oldest ones and nobody else anything', async () => {
    const other = await newUpload(randomBytes(50_000));
    await appendBytes(db, other, 0, randomBytes(10), NOW);
    const station = await newStation();
    const keys = [];
    for (let n = 0; n < MAX_OPEN_UPLOADS + 3; n += 1) {
      const key = { station, sha256: sha256Hex(`many ${station} ${n}`) };
      keys.push(key);
      await beginUpload(db, key, 1_000, new Date(NOW.getTime() + n));
      await appendBytes(db, key, 0, randomBytes(10), new Date(NOW.getTime() + n));
    }
    const held = await Promise.all(keys.map(async (key) => (await uploadState(db, key, NOW)).offset));
    expect(held).toEqual([0, 0, 0, ...Array<number>(MAX_OPEN_UPLOADS).fill(10)]);
    const large = MAX_OPEN_BYTES / 2;
    for (let n = 0; n < 3; n += 1)
      await beginUpload(
        db,
        { station, sha256: sha256Hex(`large ${station} ${n}`) },
        large,
        new Date(NOW.getTime() + 100 + n),
      );
    const rows = await db.execute<{ n: string; bytes: string }>(
      sql`SELECT count(*) AS n, sum(size) AS bytes FROM open_uploads WHERE station = ${station}`,
    );
    expect([Number(rows.rows[0]?.n), Number(rows.rows[0]?.bytes)]).toEqual([2, MAX_OPEN_BYTES]);
    expect((await uploadState(db, other, NOW)).offset).toBe(10);
  });

  it('that nobody touches are given up, and their bytes with them', async () => {
    const key = await newUpload(randomBytes(1_000));
    await appendBytes(db, key, 0, randomBytes(10), NOW);
    await beginUpload(db, { station: await newStation(), sha256: sha256Hex('young') }, 10, later(13));
    expect((await uploadState(db, key, NOW)).offset).toBe(10);
    await beginUpload(db, { station: await newStation(), sha256: sha256Hex('other') }, 10, later(15));
    expect(await uploadState(db, key, NOW)).toEqual({ offset: 0, size: null, done: false });
    const parts = await db.execute<{ n: string }>(
      sql`SELECT count(*) AS n FROM file_parts WHERE station = ${key.station}`,
    );
    expect(Number(parts.rows[0]?.n)).toBe(0);
  });

  it('take no byte beyond the length that was said', async () => {
    const content = randomBytes(1_000);
    const key = await newUpload(content);
    const piece = { ...key, size: 1_000, offset: 0 };
    const long = takeBody(db, piece, bodyOf([content.subarray(0, 600), content]), () => NOW, LIMITS);
    await expect(long).rejects.toMatchObject({ code: 'bad_request' });
    expect((await uploadState(db, key, NOW)).offset).toBe(600);
    await expect(appendBytes(db, key, 600, randomBytes(401), NOW)).rejects.toMatchObject({ code: 'file_offset' });
  });
});
