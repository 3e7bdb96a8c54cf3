import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PushAnswer, receiptText } from '../../domain/contract/wire.ts';
import { openDemoDesk, type TestDesk } from '../../tests/builders/desk.ts';
import { sha256 } from '../../tests/builders/entries.ts';
import { TEST_SEALING_KEY, testSigner } from '../../tests/builders/rulebooks.ts';
import { sampleRecord } from '../../tests/harness/samples.ts';
import { until } from '../../tests/harness/wait.ts';
import { beatFrame } from '../../wire/frames.ts';
import { pack, unpack } from '../../wire/pack.ts';
import { packPushAnswer } from '../../wire/push-answer.ts';

interface Sent {
  id: string;
  stationId: string;
  stationSeq: number;
  hash: string;
  kind: string;
  payload?: { evidence?: { sha256: string } };
}

/** A centre that does what a test tells it: it enrols everybody, and answers pushes by `push`. */
interface OddCentre {
  address: string;
  stored: Map<string, number>;
  /** Files that stored entries name: it takes no others, as the real one. */
  named: Set<string>;
  files: string[];
  /** Public keys that enrolled, and how many of the first answers get lost on the line. */
  keys: string[];
  lost: number;
  /** Feeds that were asked for. */
  asked: string[];
  push: (entries: Sent[], response: ServerResponse) => void;
  feed?: (response: ServerResponse) => void;
  /** The end of the chain that it signs for. */
  vouched: (entries: Sent[]) => { seq: number; hash: string; station: string };
}

describe('a station whose centre is off, slow, or answers nonsense', () => {
  let dir: string;
  let desk: TestDesk;
  let server: Server;
  let centre: OddCentre;
  let caseId: string;

  const signer = testSigner();
  const epoch = '00c0ffee';
  const answer = (response: ServerResponse, status: number, body: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const packed = async (response: ServerResponse, body: unknown) => {
    const bytes = await pack(typeof body === 'string' ? body : JSON.stringify(body));
    response.writeHead(200).end(bytes);
  };
  const vouchedFor = (entries: Sent[], seq = entries.at(-1)?.stationSeq ?? 0) => {
    const of = entries.find((one) => one.stationSeq === seq);
    return { seq, hash: of?.hash ?? '0'.repeat(64), station: of?.stationId ?? '' };
  };
  const bodies = new WeakMap<IncomingMessage, Buffer>();
  const sayWith = async (
    response: ServerResponse,
    said: unknown,
    { seq, hash, station }: ReturnType<typeof vouchedFor>,
    signed = said,
  ) => {
    const [answers, signedAnswers] = [said as PushAnswer[], signed as PushAnswer[]];
    const body = sha256(bodies.get(response.req) ?? '');
    const text = receiptText(epoch, station, { seq, backed: 0 }, hash, body, signedAnswers);
    const receipt = { seq, backed: 0, signature: signer.sign(text) };
    response.writeHead(200).end(await packPushAnswer({ answers, epoch, receipt }));
  };
  /** A whole answer to a push: with the true receipt, whatever the answers are. */
  const say = (entries: Sent[], response: ServerResponse, answers: unknown) =>
    void sayWith(response, answers, centre.vouched(entries));
  const numbered = (id: string): PushAnswer => {
    const known = centre.stored.get(id);
    const seq = known ?? centre.stored.size + 1;
    centre.stored.set(id, seq);
    return known === undefined ? seq : ['duplicate', seq];
  };
  const accept = (entries: Sent[], response: ServerResponse) => {
    for (const { payload } of entries) if (payload?.evidence) centre.named.add(payload.evidence.sha256);
    say(
      entries,
      response,
      entries.map(({ id }) => numbered(id)),
    );
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    bodies.set(request, body);
    if (request.url === '/v2/enrol') {
      const { publicKey } = JSON.parse(body.toString()) as { publicKey: string };
      centre.keys.push(publicKey);
      if (centre.keys.length <= centre.lost) return void response.destroy();
      // As the real one: a used code is good for the key that used it first.
      if (publicKey !== centre.keys[0]) return answer(response, 403, { error: { code: 'enrol_code_wrong' } });
      return answer(response, 200, {
        protocol: 2,
        centreName: '样例中心',
        kind: 'hall_window',
        institution: 'tanghe',
        centreKey: signer.publicKey,
        centreSealingKey: TEST_SEALING_KEY,
        epoch,
      });
    }
    if (request.url === '/v2/entries') {
      const lines = (await unpack(body, 1e8)).split('\n');
      return centre.push(
        lines.map((line) => JSON.parse(line) as Sent),
        response,
      );
    }
    if (request.url?.startsWith('/v2/feed')) {
      centre.asked.push(request.url);
      if (centre.feed) return centre.feed(response);
      response.writeHead(200).write(beatFrame());
      return;
    }
    if (request.url?.startsWith('/v2/rulebooks')) return answer(response, 200, { protocol: 2, items: [], more: false });
    const sha256 = /^\/v2\/files\/([0-9a-f]{64})$/.exec(request.url ?? '')?.[1] ?? '';
    if (!centre.named.has(sha256)) return answer(response, 404, { error: { code: 'not_found' } });
    if (request.method === 'HEAD') return void response.writeHead(200, { 'upload-offset': '0' }).end();
    centre.files.push(sha256);
    response.writeHead(204, { 'upload-offset': request.headers['content-length'] }).end();
  }

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'jiesu-sync-'));
    desk = await openDemoDesk(dir, new Date());
    await desk.signInAs('intake_officer');
    ({ caseId } = await desk.register('d1', sampleRecord('tanghe-01')));
    server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    centre = {
      address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      stored: new Map(),
      named: new Set(),
      files: [],
      keys: [],
      lost: 0,
      asked: [],
      push: accept,
      vouched: vouchedFor,
    };
  });
  afterEach(async () => {
    await desk.close();
    server.closeAllConnections();
    server.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const join_ = async () => {
    await desk.signInAs('ducha');
    await desk.call('sync.configure', { address: centre.address, enrolCode: 'code-of-the-test' });
    await desk.signInAs('intake_officer');
  };
  const syncOf = () => desk.call('case.get', { caseId }).then((file) => file.row.sync);

  it.each<[string, OddCentre['push'], string]>([
    [
      'answers in no packing',
      (_entries, response) => answer(response, 200, '<html>没有这个页面</html>'),
      'centre_protocol',
    ],
    ['answers no JSON', (_entries, response) => void packed(response, '<html>没有这个页面</html>'), 'centre_protocol'],
    ['answers other JSON', (entries, response) => say(entries, response, 'ok'), 'centre_protocol'],
    ['answers for fewer entries than were sent', (entries, response) => say(entries, response, []), 'centre_protocol'],
    [
      'has signed for another chain',
      (entries, response) => {
        const receipt = vouchedFor(entries.map((one) => ({ ...one, hash: 'f'.repeat(64) })));
        void sayWith(
          response,
          entries.map((_one, i) => i + 1),
          receipt,
        );
      },
      'receipt_invalid',
    ],
    [
      'shows for one answer what it signed for another (seed 1344)',
      (entries, response) => {
        const refused = entries.map((): PushAnswer => ['rejected', 'step_not_allowed']);
        void sayWith(
          response,
          entries.map((_one, i) => i + 1),
          vouchedFor(entries),
          refused,
        );
      },
      'receipt_invalid',
    ],
    [
      'shows for one batch what it signed for another',
      (entries, response) => {
        bodies.set(response.req, Buffer.from('another batch'));
        void sayWith(
          response,
          entries.map((_one, i) => i + 1),
          vouchedFor(entries),
        );
      },
      'receipt_invalid',
    ],
    [
      'says that it stored more than it signs for',
      (entries, response) => {
        const receipt = vouchedFor(entries, entries.at(-2)?.stationSeq ?? 0);
        void sayWith(
          response,
          entries.map((_one, i) => i + 1),
          receipt,
        );
      },
      'receipt_invalid',
    ],
    [
      'speaks a newer protocol',
      (_entries, response) => answer(response, 426, { speaks: [3], error: { code: 'protocol_unknown' } }),
      'centre_newer',
    ],
    [
      'speaks an older protocol',
      (_entries, response) => answer(response, 426, { speaks: [1], error: { code: 'protocol_unknown' } }),
      'centre_older',
    ],
    [
      'has revoked the station',
      (_entries, response) => answer(response, 401, { error: { code: 'station_revoked' } }),
      'station_revoked',
    ],
    ['has an error of its own', (_entries, response) => answer(response, 503, {}), 'centre_unreachable'],
    ['cuts the line', (_entries, response) => void response.destroy(), 'centre_unreachable'],
    ['does not know the station', (_entries, response) => answer(response, 401, {}), 'centre_refused'],
  ])('keeps everything and says so when it %s; reports once when it is well again', async (_what, push, code) => {
    centre.push = push;
    await join_();
    await until(
      () => desk.call('sync.status', {}),
      (status) => status.lastError === code,
    );
    expect(await syncOf()).toBe('pending');
    expect((await desk.call('sync.status', {})).pending).toBeGreaterThan(0);

    centre.push = accept;
    await desk.call('sync.now', {});
    await until(syncOf, (sync) => sync === 'reported');
    expect((await desk.call('sync.status', {})).pending).toBe(0);
    expect(centre.stored.size).toBe((await desk.call('case.get', { caseId })).entries.length);
  });

  it('does not take a lost answer for a refusal: the second try is a duplicate, and nothing is there twice', async () => {
    let lost = 0;
    centre.push = (entries, response) => {
      for (const { id } of entries) centre.stored.set(id, centre.stored.size + 1);
      lost += 1;
      centre.push = accept;
      response.destroy();
    };
    await join_();
    await until(syncOf, (sync) => sync === 'reported');
    expect(lost).toBe(1);
    expect(centre.stored.size).toBe((await desk.call('case.get', { caseId })).entries.length);
  });

  it('halves a batch that is too large until it passes', async () => {
    const sizes: number[] = [];
    for (let i = 0; i < 6; i += 1) await desk.register(`m${i}`, sampleRecord('tanghe-04'));
    centre.push = (entries, response) => {
      sizes.push(entries.length);
      if (entries.length > 3) answer(response, 413, {});
      else accept(entries, response);
    };
    await join_();
    await until(
      () => desk.call('sync.status', {}),
      (status) => status.pending === 0,
    );
    expect(Math.max(...sizes)).toBeGreaterThan(3);
    expect((await desk.call('sync.status', {})).rejected).toBe(0);
  });

  it.each([
    { line: 'quick', answeredAfter: 60, atATime: 2 },
    { line: 'slow', answeredAfter: 1_100, atATime: 1 },
  ])('sends $atATime at a time on a $line line, and each entry arrives once', async ({ answeredAfter, atATime }) => {
    for (let i = 0; i < 2; i += 1) await desk.register(`m${i}`, sampleRecord('tanghe-04'));
    let most = 0;
    let underWay = 0;
    centre.push = async (entries, response) => {
      if (entries.length > 2) return answer(response, 413, {});
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, answeredAfter));
      underWay -= 1;
      accept(entries, response);
    };
    await join_();
    await until(
      () => desk.call('sync.status', {}),
      (status) => status.pending === 0,
      60_000,
    );
    expect(most).toBe(atATime);
    expect((await desk.call('sync.status', {})).rejected).toBe(0);
    expect([...centre.stored.values()].sort((a, b) => a - b)).toEqual([...centre.stored.keys()].map((_, i) => i + 1));
  });

  it.each([
    { reason: 'entry_invalid', told: 'entry_invalid' },
    // Of a later centre: a station that does not know it goes on reporting nevertheless.
    { reason: 'of_a_later_program', told: 'refused_unknown' },
  ])('sets aside what is refused as $reason and sends the others; a retry brings it in', async ({ reason, told }) => {
    let bad = '';
    centre.push = (entries, response) => {
      bad ||= entries.find((entry) => entry.kind === 'signed')?.id ?? '';
      say(
        entries,
        response,
        entries.map(({ id }) => (id === bad ? ['rejected', reason] : numbered(id))),
      );
    };
    await join_();
    const [problem] = await until(
      () => desk.call('sync.problems', {}),
      (found) => found.length === 1,
    );
    expect(problem).toMatchObject({ entryId: bad, caseId, kind: 'signed', code: told });
    expect(await syncOf()).toBe('rejected');
    centre.push = accept;
    await desk.call('sync.retry', { entryId: bad });
    await until(syncOf, (sync) => sync === 'reported');
  });

  it('keeps what a lying centre numbers against sense, and goes on saying that something is wrong', async () => {
    let seq = 100;
    centre.push = (entries, response) => {
      seq -= entries.length + 1;
      say(
        entries,
        response,
        entries.map((_entry, i) => seq - i),
      );
    };
    await join_();
    for (let i = 0; i < 3; i += 1) {
      await until(
        () => desk.call('sync.status', {}),
        (status) => status.lastError !== null,
      );
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
    expect((await desk.call('sync.status', {})).lastError).not.toBeNull();
    expect((await desk.call('case.get', { caseId })).state.record).toEqual(sampleRecord('tanghe-01'));
    expect(await syncOf()).toBe('pending');
  });

  it('sends nothing to a centre over a line that others can read', async () => {
    await desk.signInAs('ducha');
    for (const address of [
      'http://10.0.0.8:8700',
      'http://localhost.evil.invalid',
      'ftp://127.0.0.1',
      'data:text/plain,x',
    ]) {
      const refused = desk.call('sync.configure', { address, enrolCode: 'code-of-the-test' });
      await expect(refused, address).rejects.toThrow(/centre_insecure/);
    }
    expect((await desk.call('sync.status', {})).state).toBe('none');
  });

  it('sends the files of its cases, whatever was added to drafts that are no case', async () => {
    const add = async (content: string) => (await desk.upload(content)).sha256;
    const [loose, own] = [await add('只在草稿里'), await add('案卷里的')];
    const evidence = (name: string, sha256: string) => [{ kind: 'photo', name, sha256 }];
    await desk.call('draft.save', {
      draftId: 'never',
      record: { ...sampleRecord('tanghe-04'), evidence: evidence('../../\u202egnp.exe', loose) },
    });
    const record = { ...sampleRecord('tanghe-04'), channel: 'phone' as const, evidence: evidence('照片', own) };
    await desk.register('with file', record);
    await join_();
    await until(
      () => centre.files,
      (files) => files.length > 0,
    );
    expect(centre.files).toEqual([own]);
    const status = await until(
      () => desk.call('sync.status', {}),
      ({ pending }) => pending === 0,
    );
    expect(status).toMatchObject({ lastError: null, rejected: 0 });
  });

  it('enrols although the answer was lost: the second try comes with the same key', async () => {
    centre.lost = 1;
    await expect(join_()).rejects.toThrow(/centre_unreachable/);
    await join_();
    expect(new Set(centre.keys).size).toBe(1);
    await until(syncOf, (sync) => sync === 'reported');
  });

  it('does not ask without end where the answer is always "nothing" at once', async () => {
    centre.feed = (response) => void response.writeHead(204).end();
    await join_();
    await until(syncOf, (sync) => sync === 'reported');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(centre.asked.length).toBeLessThan(6);
  });

  it('asks once, and then rests, when there is nothing to send and nothing new', async () => {
    await join_();
    await until(syncOf, (sync) => sync === 'reported');
    const { officers } = desk;
    await desk.close();
    centre.asked = [];
    centre.push = () => expect.unreachable();
    desk = await openDemoDesk(dir, new Date(), officers);
    await desk.signInAs('intake_officer');
    await until(
      () => centre.asked.length,
      (asked) => asked > 0,
    );
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(centre.asked).toHaveLength(1);
  });

  it('says with the question for its feed how much waits to be reported', async () => {
    const take = centre.push;
    centre.push = () => {};
    await join_();
    await until(
      () => centre.asked,
      (asked) => asked.length > 0,
    );
    const { pending } = await desk.call('sync.status', {});
    expect(pending).toBeGreaterThan(0);
    expect(new URLSearchParams(centre.asked[0]).get('o')).toBe(String(pending));
    centre.push = take;
    await desk.close();
    desk = await openDemoDesk(dir, new Date(), desk.officers);
    await desk.signInAs('intake_officer');
    await until(syncOf, (sync) => sync === 'reported');
    centre.asked = [];
    await desk.close();
    desk = await openDemoDesk(dir, new Date(), desk.officers);
    await until(
      () => centre.asked,
      (asked) => asked.length > 0,
    );
    expect(centre.asked[0]).not.toContain('&o=');
  });

  it('registers and prints while the centre hangs', async () => {
    centre.push = () => {};
    await join_();
    const { number } = await desk.register('d2', sampleRecord('tanghe-04'));
    expect(number).toMatch(/-0002-/);
    await until(
      () => desk.call('print.jobs', { caseId: null }),
      (jobs) => jobs.length >= 4 && jobs.every((job) => job.state === 'confirmed'),
    );
  });
});
