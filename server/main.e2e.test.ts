import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { feedPath } from '../domain/contract/wire.ts';
import {
  authorization,
  enrolRequest,
  FIRST_QUESTION,
  newKey,
  type Send,
  type Station,
  stationWith,
} from '../tests/builders/centre.ts';
import { type CentreProcess, runCentre, startCentre } from '../tests/builders/centre-process.ts';
import { ChainBuilder, sampleRecord } from '../tests/builders/entries.ts';
import { findPostgres, startPostgres, type ThrowawayPostgres } from '../tests/builders/postgres.ts';
import { tangheWithDays } from '../tests/builders/rulebooks.ts';

const send: Send = (request) => fetch(request);
const KILLS = 4;

let postgres: Promise<ThrowawayPostgres> | null = null;
afterAll(async () => (await postgres)?.stop());

async function newServer(): Promise<Record<string, string>> {
  const bin = findPostgres();
  if (!bin) throw new Error('PostgreSQL is not installed here: apt-get install postgresql, or set POSTGRES_BIN');
  postgres ??= startPostgres(bin);
  return { DATABASE_URL: (await postgres).newDatabase() };
}

let data: string;
let running: CentreProcess | null = null;
beforeEach(() => {
  data = join(mkdtempSync(join(tmpdir(), 'centre-main-')), 'centre');
});
afterEach(async () => {
  running?.child.kill('SIGKILL');
  await running?.ended;
  running = null;
  rmSync(join(data, '..'), { recursive: true, force: true });
});

/** Invites on the command line and enrols over the wire. */
async function enrolled(code: string, kind: string): Promise<{ key: ReturnType<typeof newKey> }> {
  const words = ['invite', code, '--kind', kind, '--institution', 'tanghe', '--data', data, '--json'];
  const { enrolCode } = JSON.parse((await runCentre(words)).stdout) as { enrolCode: string };
  const key = newKey(code);
  expect((await send(enrolRequest(key, enrolCode, running?.address ?? ''))).status).toBe(200);
  return { key };
}

const at = (key: ReturnType<typeof newKey>): Station => stationWith(send, key, running?.address ?? '');

describe('the process', () => {
  it('signs rule files on the command line and gives them to stations that have enrolled', async () => {
    running = await startCentre(data);
    const { key } = await enrolled('TH03', 'hall_window');
    const file = join(data, '唐河.yaml');
    const publish = () => runCentre(['publish', file, '--data', data]);
    writeFileSync(file, tangheWithDays('2', 6).replace('unit: working_day', 'unit: workday'));
    const refused = await publish();
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/唐河\.yaml 第\d+行：limits\.0\.unit 只能是/),
    ]);
    writeFileSync(file, tangheWithDays('2', 6));
    expect((await publish()).stdout).toContain('已签发：制度 tanghe 版本 2（第2号');
    writeFileSync(file, tangheWithDays('2', 7));
    expect((await publish()).code).toBe(1);

    const signing = join(data, 'rulebook-key');
    expect(statSync(signing).mode & 0o777).toBe(0o600);
    const page = await at(key).request('GET', '/v2/rulebooks?after=0');
    const { items } = (await page.json()) as { items: { kind: string; sequence: number; version: string }[] };
    const regimes = items.filter((one) => one.kind === 'regime');
    expect(regimes.map(({ sequence, version }) => [sequence, version])).toEqual([[2, '2']]);
    const stranger = await stationWith(send, newKey('TH99'), running.address).request('GET', '/v2/rulebooks?after=0');
    expect(stranger.status).toBe(401);

    running.child.kill('SIGTERM');
    await running.ended;
    rmSync(signing);
    await expect(startCentre(data)).rejects.toThrow('请恢复 rulebook-key 文件');
    running = null;
  });

  it.each([
    ['embedded PGlite', async () => ({})],
    ['real PostgreSQL', newServer],
  ])('loses nothing that it acknowledged when it is killed at any moment, on %s', async (_name, environment) => {
    const env: Record<string, string> = await environment();
    running = await startCentre(data, env);
    const window = await enrolled('TH03', 'hall_window');
    const office = await enrolled('TH01', 'supervision_office');
    const chain = new ChainBuilder('TH03');
    // By telephone: what was told in person waits for its signature before anything is written to it.
    const first = chain.register(sampleRecord('tanghe-02'));
    const entries = [first];
    expect((await at(window.key).push([first])).answers[0]?.result).toBe('stored');
    let acknowledged = 1;

    for (let kill = 0; kill < KILLS; kill += 1) {
      const station = at(window.key);
      const victim = running;
      const stopAfter = 3 + kill;
      for (let n = 0; ; n += 1) {
        while (entries.length < acknowledged + 3) entries.push(chain.note(first.caseId, `${kill}/${n}`));
        const pushing = station.push(entries.slice(acknowledged, acknowledged + 3));
        // The last push races with the kill: it may be stored or not, but never half.
        if (n === stopAfter) {
          setImmediate(() => victim.child.kill('SIGKILL'));
          await pushing.catch(() => null);
          break;
        }
        const reply = await pushing;
        expect(reply.answers.map((answer) => answer.result)).toEqual(['stored', 'stored', 'stored']);
        acknowledged += 3;
      }
      expect((await victim.ended).signal).toBe('SIGKILL');
      running = await startCentre(data, env);
      const again = await at(window.key).push(entries.slice(0, acknowledged));
      expect(new Set(again.answers.map((answer) => answer.result))).toEqual(new Set(['duplicate']));
      const rest = await at(window.key).push(entries.slice(acknowledged));
      expect(new Set(rest.answers.map((answer) => answer.result)).size).toBe(1);
      acknowledged = entries.length;
    }
    const { items } = await at(office.key).feed();
    expect(items.map((item) => item.entry.id)).toEqual(entries.map((entry) => entry.id));
    expect(items.map((item) => item.pos)).toEqual(entries.map((_, index) => index + 1));
  });

  it('answers who waits, ends with 0 on SIGTERM and leaves no address behind', async () => {
    running = await startCentre(data);
    const window = await enrolled('TH03', 'hall_window');
    const waiting = at(window.key).feed(0, 25);
    await at(window.key).feed();
    running.child.kill('SIGTERM');
    expect((await waiting).items).toEqual([]);
    expect(await running.ended).toMatchObject({ code: 0 });
    expect(() => statSync(join(data, 'address'))).toThrow();
    const stations = await runCentre(['stations', '--data', data, '--json']);
    expect(stations.code).toBe(1);
    expect(JSON.parse(stations.stderr)).toMatchObject({ error: { code: 'centre_unreachable' } });
  });

  it('keeps its token from other users and from its own output', async () => {
    running = await startCentre(data);
    const path = join(data, 'admin-token');
    const token = readFileSync(path, 'utf8').trim();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(token.length).toBeGreaterThanOrEqual(40);
    running.child.kill('SIGTERM');
    const { stdout, stderr } = await running.ended;
    expect(stdout + stderr).not.toContain(token);
    running = await startCentre(data);
    expect(readFileSync(path, 'utf8').trim()).toBe(token);
  });

  it('refuses a data folder that another process has open, in one line', async () => {
    running = await startCentre(data);
    const second = await runCentre(['--port', '0', '--data', data]);
    expect(second.code).toBe(1);
    expect(second.stderr.trim().split('\n')).toEqual(['中心：另一个接诉台程序正在使用这个数据目录']);
  });

  it('answers an idle station in a hundred bytes, and keeps the line', async () => {
    running = await startCentre(data);
    const { key } = await enrolled('TH03', 'hall_window');
    const { state } = await at(key).feed();
    // As a station that is up to date asks: it has heard of the directory that the centre signed when the station enrolled.
    expect(state.rules).toBe(1);
    const path = feedPath({ ...FIRST_QUESTION, epoch: state.epoch ?? '', rules: state.rules ?? 0 });
    const signature = authorization(key, 'GET', path, createHash('sha256').update('').digest('hex'));
    const asked = `GET ${path} HTTP/1.1\r\nhost: x\r\nauthorization: ${signature}\r\n\r\n`;
    const heard = await hear(Number(new URL(running.address).port), `${asked}${asked}`);
    const answers = heard.split('HTTP/1.1 ').slice(1);
    expect(answers.map((answer) => answer.replace(/date: .*GMT/i, 'date: D'))).toEqual([
      '204 No Content\r\ndate: D\r\n\r\n',
      '204 No Content\r\ndate: D\r\n\r\n',
    ]);
    expect(asked.length + heard.length / 2).toBeLessThan(300);
  });

  it('shows the administration’s page where it says, and under the names that it was given', async () => {
    running = await startCentre(data, {}, ['--admin-host', 'centre.example.gov.cn:8443', '--host', '0.0.0.0']);
    const { port } = new URL(running.adminPage);
    expect(running.adminPage).toBe(`http://127.0.0.1:${port}/admin`);
    const page = await fetch(running.adminPage);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/html/)]);
    expect(await statusUnder(`${running.adminPage}/`, 'centre.example.gov.cn:8443')).toBe(200);
    expect(await statusUnder(`${running.adminPage}/`, 'centre.example.gov.cn')).toBe(403);
    expect(await statusUnder(`${running.adminPage}/`, 'attacker.example')).toBe(403);
  });

  it('begins another life after a restore, and reports a verified backup', async () => {
    running = await startCentre(data);
    const { key } = await enrolled('TH03', 'hall_window');
    await at(key).push([new ChainBuilder('TH03').register()]);
    const before = (await at(key).feed()).state;
    const token = (await runCentre(['snapshot', '--data', data])).stdout.trim();
    expect((await runCentre(['backed-up', token, '--data', data])).code).toBe(0);
    expect((await runCentre(['backed-up', token, '--data', data])).code).toBe(1);
    expect((await runCentre(['restored', '--data', data])).code).toBe(1);
    running.child.kill('SIGTERM');
    await running.ended;
    const { epoch } = JSON.parse((await runCentre(['restored', '--data', data, '--json'])).stdout) as { epoch: string };
    running = await startCentre(data);
    expect(epoch).not.toBe(before.epoch);
    const known = stationWith(send, key, running.address, before.epoch);
    expect((await known.feed()).state).toEqual({ epoch, rewind: 0, head: 1, backed: 1, rules: 1 });
    // Of a life that this database never had nothing is taken for known.
    expect((await at(key).feed()).state).toEqual({ epoch, rewind: 0, backed: 1, rules: 1 });
  });

  it('survives a request that is no HTTP, one that breaks off, and a path made of dots', async () => {
    running = await startCentre(data);
    const { port } = new URL(running.address);
    for (const text of [
      'GARBAGE\r\n\r\n',
      'POST /v2/entries HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf',
      'GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      'GET /v2/health HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n',
    ]) {
      await talk(Number(port), text);
    }
    expect((await fetch(`${running.address}/v2/health`)).status).toBe(200);
  });
});

describe('its words', () => {
  it('explains itself', async () => {
    const help = await runCentre(['--help']);
    expect([help.code, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toContain('npm run centre -- invite');
  });

  it.each([
    [['bogus']],
    [['--bogus']],
    [['--port', 'x']],
    [['invite']],
    [['invite', 'TH03', '--kind', 'hall_window']],
    [['invite', 'th-03', '--kind', 'hall_window', '--institution', 'tanghe']],
    [['stations', 'all']],
    [['--admin-host', 'https://centre.example.gov.cn']],
  ])('answers %j with one line and 2', async (words) => {
    const { code, stderr, stdout } = await runCentre(words);
    expect([code, stdout, stderr.trim().split('\n').length]).toEqual([2, '', 1]);
  });

  it('names the database that it cannot reach', async () => {
    const { code, stderr } = await runCentre(['--data', data], { DATABASE_URL: 'postgres://127.0.0.1:1/none' });
    expect([code, stderr.trim()]).toEqual([1, '中心：连不上 DATABASE_URL 指的数据库']);
  });
});

/** What a page answers to a browser that knows it by another name. */
function statusUnder(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}

/** All that comes back within half a second. */
function hear(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.setTimeout(500, () => socket.destroy());
    socket.on('data', (piece) => {
      heard += piece.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(heard));
  });
}

/** Sends bytes, reads until the other side ends or half a second has passed. */
function talk(port: number, text: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.setTimeout(500, () => socket.destroy());
    socket.on('data', () => {});
    socket.on('error', () => {});
    socket.on('close', () => resolve());
  });
}
