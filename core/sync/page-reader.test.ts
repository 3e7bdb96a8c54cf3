import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { statesTagged } from '../../db/case-states.ts';
import { fileTag } from '../../db/search-tags.ts';
import type { Entry } from '../../domain/contract/entries.ts';
import type { FeedItem } from '../../domain/contract/wire.ts';
import { ChainBuilder, nextUuid, sampleRecord, sha256 } from '../../tests/builders/entries.ts';
import { openBareWorkspace } from '../../tests/builders/workspace.ts';
import { pageFrame } from '../../wire/frames.ts';
import { systemTimers } from './http-transport.ts';
import { type PageReader, plainReader } from './page-reader.ts';
import { threadedReader } from './page-thread.ts';
import { receivePage } from './receive.ts';

const FRAME_HEAD = 5;
const packed = async (items: readonly FeedItem[]) => (await pageFrame(items)).subarray(FRAME_HEAD);
/** Words that do not pack, so that a page is one of the large ones. */
const words = (n: number) => Array.from({ length: 30 }, (_, i) => sha256(`${n} ${i}`)).join('，');

/** Entries of a page: many that hold, one that was altered, one that only calls itself masked, one that is no entry. */
function mixedPage(): { items: FeedItem[]; photo: string } {
  const writer = new ChainBuilder('TH04');
  const first = writer.register({
    ...sampleRecord('tanghe-01'),
    narrative: '茹可可到窗口办理𠮷宅过户，\u2028两次未果',
  });
  const photo = sha256('photo');
  const attached = { kind: 'photo', name: '窗口照片', sha256: photo, mime: 'image/jpeg', size: 3 } as const;
  const texts = [
    JSON.stringify(first),
    JSON.stringify(writer.add('attached', first.caseId, { evidence: attached })),
    JSON.stringify({ ...writer.note(first.caseId, '原文'), payload: { text: '改过' } }),
    '"条目"',
    ...Array.from({ length: 40 }, (_, n) =>
      JSON.stringify(writer.register({ ...sampleRecord('tanghe-04'), narrative: words(n) })),
    ),
    JSON.stringify(new ChainBuilder('TH05').note(nextUuid(), '无主')),
  ];
  const items = texts.map((text, index) => ({ pos: index + 1, seq: index + 1, masked: false, text }));
  items[10] = { ...items[10], masked: true } as FeedItem;
  return { items, photo };
}

describe('who reads the pages of a feed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jiesu-pages-'));
  const { items, photo } = mixedPage();
  let large: Uint8Array;
  const readers: PageReader[] = [];
  const open = (program?: string): PageReader => {
    const reader = threadedReader(systemTimers, program);
    readers.push(reader);
    return reader;
  };
  /** A thread's program that is not ours. */
  const program = (text: string): string => {
    const file = join(folder, `${sha256(text).slice(0, 8)}.mjs`);
    writeFileSync(file, text);
    return file;
  };

  beforeAll(async () => {
    large = await packed(items);
  });
  afterEach(() => {
    for (const reader of readers.splice(0)) reader.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A thread reads from the second large page on. */
  const warm = async (reader: PageReader): Promise<PageReader> => {
    await reader.read(large);
    return reader;
  };

  /** All that a station holds after a page. */
  async function heldAfter(reader: PageReader) {
    const { workspace, close } = openBareWorkspace('TH03');
    const { raw } = workspace.db;
    receivePage(workspace, (await reader.read(large)).items);
    const held = {
      entries: raw.prepare('SELECT *, typeof(body) FROM whole_entries ORDER BY feed_pos').all(),
      cases: raw.prepare('SELECT * FROM cases ORDER BY seq').all(),
      aside: raw.prepare('SELECT station_seq, hash, body, code FROM quarantine ORDER BY rowid').all(),
      index: raw.prepare("SELECT rowid FROM case_search WHERE case_search MATCH 'gap' ORDER BY rowid").all(),
      tagged: statesTagged(workspace.db, fileTag(photo)).map(({ caseId }) => caseId),
    };
    close();
    return held;
  }

  it('takes, refuses and indexes the same in a thread of its own as here', async () => {
    const here = await heldAfter(plainReader);
    expect(here.entries).toHaveLength(41);
    expect(here.aside).toHaveLength(4);
    expect(here.tagged).toEqual([(JSON.parse(items[0]?.text ?? '') as Entry).caseId]);
    const reader = await warm(open());
    expect((await reader.read(large)).items[0]).toHaveProperty('verdict.fault', null);
    expect(await heldAfter(reader)).toEqual(here);
  });

  it('reads a live entry here, where it need not wait for another thread', async () => {
    const reader = await warm(open());
    const page = await reader.read(await packed(items.slice(1, 2)));
    expect(page.items).toEqual([items[1]]);
  });

  it.each([
    ['ends', 'process.exit(1)'],
    ['cannot be started', 'import "./nothing.mjs"'],
    [
      'fails at each page',
      'import { parentPort } from "node:worker_threads"; parentPort.on("message", () => { throw new Error("x"); })',
    ],
    [
      'cannot read a page',
      'import { parentPort } from "node:worker_threads"; parentPort.on("message", ({ id }) => parentPort.postMessage({ id, page: null }))',
    ],
    ['is closed meanwhile', 'import { parentPort } from "node:worker_threads"; parentPort.on("message", () => {})'],
  ])('reads here what a thread that %s did not answer for, and judges it here', async (what, text) => {
    const reader = await warm(open(program(text)));
    const [one, two] = [reader.read(large), reader.read(large)];
    if (what === 'is closed meanwhile') reader.close();
    expect((await one).items).toEqual(items);
    expect((await two).items).toEqual(items);
    expect(await heldAfter(reader)).toEqual(await heldAfter(plainReader));
  });

  it('refuses what is no page, wherever it is read', async () => {
    const nonsense = Buffer.concat([large.subarray(0, 20_000), Buffer.alloc(20_000, 7)]);
    for (const reader of [plainReader, await warm(open())])
      await expect(reader.read(nonsense)).rejects.toThrow('centre_protocol');
  });
});
