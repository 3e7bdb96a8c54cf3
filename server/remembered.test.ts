import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type PushReply, type Station, stationWith } from '../tests/builders/centre.ts';
import { sampleRecord } from '../tests/builders/entries.ts';
import { centreOn, newHall, type TestCentre } from '../tests/builders/hall.ts';
import { findPostgres, startPostgres, type ThrowawayPostgres } from '../tests/builders/postgres.ts';
import { testSigner } from '../tests/builders/rulebooks.ts';
import { openServer } from './db/open.ts';
import { Regimes } from './profiles.ts';

const BY_PHONE = sampleRecord('tanghe-02');
const codes = ({ answers }: PushReply) => answers.map(({ result, code, seq }) => code ?? `${result} ${seq}`);

/** What one process of the centre remembers between pushes is never believed against what another has written since. */
describe('what a process remembers', () => {
  let postgres: ThrowawayPostgres;
  let client: pg.Client;
  let one: TestCentre;
  let two: TestCentre;
  let statements = 0;

  const at = (centre: TestCentre, { key }: Station) => stationWith(centre.send, key);

  beforeAll(async () => {
    const bin = findPostgres();
    if (!bin) throw new Error('PostgreSQL is not installed here: apt-get install postgresql, or set POSTGRES_BIN');
    postgres = await startPostgres(bin);
    const url = postgres.newDatabase();
    const open = async () => centreOn(await openServer(url), {}, { signer: testSigner(), regimes: new Regimes() });
    one = await open();
    two = await open();
    client = new pg.Client(url);
    await client.connect();
    const pool = (one.opened.db as unknown as { $client: pg.Pool }).$client;
    pool.on('acquire', () => {
      statements += 1;
    });
  }, 120_000);
  afterAll(async () => {
    await client.end();
    for (const centre of [one, two]) await centre.opened.close();
    await postgres.stop();
  });

  it('lets an edit that goes on from there be stored by one statement', async () => {
    const { window, chain } = await newHall(one.send);
    const first = chain.register(BY_PHONE);
    await window.push([first]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    statements = 0;
    const { answers, receipt } = await window.push([chain.note(first.caseId, '一')]);
    expect([answers[0]?.seq, receipt.seq]).toEqual([2, 2]);
    // The other one tells the other processes.
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(statements).toBe(2);
  });

  it('need not be there: the first push at a process, to a case that began elsewhere, holds no connection between questions', async () => {
    const { window, chain } = await newHall(one.send);
    const first = chain.register(BY_PHONE);
    await window.push([first]);
    const pool = (two.opened.db as unknown as { $client: pg.Pool }).$client;
    const connect = vi.spyOn(pool, 'connect');
    expect(codes(await at(two, window).push([chain.note(first.caseId, '初到')]))).toEqual(['stored 2']);
    // One statement takes a connection with a callback, a transaction without.
    const given: unknown[][] = connect.mock.calls;
    expect(given.filter((one) => one.length === 0)).toEqual([]);
    expect(given.length).toBeGreaterThan(0);
    connect.mockRestore();
  });

  it('need not be the case itself: an edit of another one is stored by two statements', async () => {
    const { window, chain } = await newHall(one.send);
    const elsewhere = chain.register(BY_PHONE);
    await at(two, window).push([elsewhere]);
    await window.push([chain.register(BY_PHONE)]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    statements = 0;
    expect(codes(await window.push([chain.note(elsewhere.caseId, '一')]))).toEqual(['stored 2']);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(statements).toBe(3);
  });

  it('is no place in a chain or a case that another process has gone on with', async () => {
    const { window, office, chain, officeChain } = await newHall(one.send);
    const first = chain.register(BY_PHONE);
    await window.push([first]);
    expect(codes(await at(two, window).push([chain.note(first.caseId, '二')]))).toEqual(['stored 2']);
    expect(codes(await at(two, office).push([officeChain.note(first.caseId, '三', 2)]))).toEqual(['stored 3']);
    expect(codes(await window.push([chain.note(first.caseId, '四', 2)]))).toEqual(['stored 4']);
    expect(codes(await office.push([officeChain.note(first.caseId, '五', 4)]))).toEqual(['stored 5']);
  });

  it('opens nothing to a station that was put out of use at another process', async () => {
    const { window, chain } = await newHall(one.send);
    const first = chain.register(BY_PHONE);
    await window.push([first]);
    expect((await window.push([chain.note(first.caseId, '还在')])).status).toBe(200);
    await client.query('UPDATE stations SET revoked_at = now() WHERE code = $1', [window.key.code]);
    const lost = chain.note(first.caseId, '已停用');
    expect((await window.push([lost])).status).toBeGreaterThanOrEqual(400);
    const stored = await client.query('SELECT FROM entries WHERE id = $1', [lost.id]);
    expect(stored.rowCount).toBe(0);
  });

  it('keeps no old word of the directory about an officer', async () => {
    const { window, chain, institution } = await newHall(one.send);
    const first = chain.register(BY_PHONE);
    expect(codes(await window.push([first, chain.note(first.caseId, '谁都可以')]))).toEqual(['stored 1', 'stored 2']);
    await client.query(`INSERT INTO officer_roles (institution, officer, role) VALUES ($1, 'o-1', 'archivist')`, [
      institution,
    ]);
    expect(codes(await window.push([chain.note(first.caseId, '没有这个角色')]))).toEqual(['role_not_allowed']);
  });
});
