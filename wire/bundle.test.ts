import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeBundle, openBundle, readBundleHead } from './bundle.ts';
import type { BundleContent } from './bundle-content.ts';
import { newSealingKeys } from './seal.ts';

const recipient = newSealingKeys();
const author = ed25519();

function ed25519(): { privateKey: KeyObject; publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64') };
}

const file = Buffer.from('附件'.repeat(50_000));
const content: BundleContent = {
  kind: 'chain',
  entries: [
    { text: '{"narrative":"张三在窗口等了两个小时"}', masked: false },
    { text: '{"a":2}', masked: true },
  ],
  files: [{ sha256: createHash('sha256').update(file).digest('hex'), content: file }],
};

const make = (key = author.privateKey, to = 'TH03', sealTo = recipient.publicKey) =>
  makeBundle(
    { id: 'ab'.repeat(16), from: 'TH01', to, recipient: sealTo, made: '2026-03-04T09:00:00+08:00', content },
    key,
  );
const reader = {
  keys: recipient,
  name: 'TH03',
  authorKey: (code: string) => (code === 'TH01' ? author.publicKey : null),
};
const codeOf = async (opening: Promise<unknown>) => {
  try {
    await opening;
    return 'opened';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};
/** As somebody who carries it and knows the format could change it. */
function withDigest(bytes: Uint8Array): Uint8Array {
  const body = bytes.subarray(0, -32);
  return Buffer.concat([body, createHash('sha256').update(body).digest()]);
}

describe('a relay bundle', () => {
  it('gives its recipient what the author put in, and tells a carrier no more than whose it is', async () => {
    const bytes = await make();
    const { head, content: read } = await openBundle(bytes, reader);
    expect(head).toMatchObject({ from: 'TH01', to: 'TH03', entries: 2 });
    expect(read.entries).toEqual(content.entries);
    expect(Buffer.from(read.files[0]?.content ?? []).equals(file)).toBe(true);
    expect(Object.keys(readBundleHead(bytes)).sort()).toEqual([
      'entries',
      'ephemeral',
      'from',
      'id',
      'made',
      'recipient',
      'to',
    ]);
    expect(Buffer.from(bytes).includes(Buffer.from('张三'))).toBe(false);
  });

  it('is refused whole when any one bit of it was changed, with or without a new digest', async () => {
    const bytes = await make();
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: bytes.length - 1 }),
        fc.integer({ min: 0, max: 7 }),
        fc.boolean(),
        async (at, bit, mend) => {
          const changed = Buffer.from(bytes);
          changed.writeUInt8(changed.readUInt8(at) ^ (1 << bit), at);
          const read = await codeOf(openBundle(mend && at < bytes.length - 32 ? withDigest(changed) : changed, reader));
          expect(read).toMatch(/^bundle_(damaged|newer|not_for_us|untrusted)$/);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is refused when cut off anywhere, even at the end of a chunk', async () => {
    const bytes = await make();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.length - 1 }), async (length) => {
        expect(await codeOf(openBundle(bytes.subarray(0, length), reader))).toBe('bundle_damaged');
      }),
      { numRuns: 60 },
    );
    const prefix = 12 + Buffer.from(bytes).readUInt32BE(8);
    const sealedFirst = 64 * 1024 + 16;
    const cut = withDigest(Buffer.concat([bytes.subarray(0, prefix + sealedFirst), Buffer.alloc(32)]));
    expect(await codeOf(openBundle(cut, reader))).toBe('bundle_damaged');
  });

  it('is refused with its chunks in another order', async () => {
    const bytes = Buffer.from(await make());
    const prefix = 12 + bytes.readUInt32BE(8);
    const chunk = 64 * 1024 + 16;
    // The first two chunks are full: the content is longer than two of them.
    expect(bytes.length).toBeGreaterThan(prefix + 2 * chunk);
    const swapped = Buffer.concat([
      bytes.subarray(0, prefix),
      bytes.subarray(prefix + chunk, prefix + 2 * chunk),
      bytes.subarray(prefix, prefix + chunk),
      bytes.subarray(prefix + 2 * chunk),
    ]);
    expect(await codeOf(openBundle(withDigest(swapped), reader))).toBe('bundle_damaged');
  });

  it('is refused when it is for somebody else, from an unknown or revoked author, or signed by another', async () => {
    expect(await codeOf(openBundle(await make(author.privateKey, 'TH04'), reader))).toBe('bundle_not_for_us');
    const elsewhere = await make(author.privateKey, 'TH03', newSealingKeys().publicKey);
    expect(await codeOf(openBundle(elsewhere, reader))).toBe('bundle_not_for_us');
    expect(await codeOf(openBundle(await make(), { ...reader, authorKey: () => null }))).toBe('bundle_untrusted');
    expect(await codeOf(openBundle(await make(ed25519().privateKey), reader))).toBe('bundle_untrusted');
  });

  it('is refused with its own word when a newer program made it', async () => {
    const newer = Buffer.from(await make());
    newer.writeUInt8(2, 7);
    expect(await codeOf(openBundle(withDigest(newer), reader))).toBe('bundle_newer');
  });
});
