import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_TOKEN, CENTRE, enrolRequest, inviteStation, joinStation, newKey } from '../tests/builders/centre.ts';
import { engines } from '../tests/builders/engines.ts';
import { ChainBuilder } from '../tests/builders/entries.ts';
import { centreOn, type TestCentre } from '../tests/builders/hall.ts';
import { TEST_SEALING_KEY } from '../tests/builders/rulebooks.ts';
import type { StationLine } from './enrol.ts';

describe.each(engines())('enrolment on $name', ({ open }) => {
  let centre: TestCentre;
  beforeAll(async () => {
    centre = centreOn(await open());
  }, 60_000);
  const codeOf = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code;

  it('gives what the invitation fixed, and the same again when the answer was lost', async () => {
    const key = newKey('TH03');
    const enrolCode = await inviteStation(centre.send, { code: 'TH03', kind: 'hall_window' });
    expect(enrolCode).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    const typed = enrolCode.toLowerCase().replaceAll('-', ' ');
    for (const code of [typed, enrolCode]) {
      const response = await centre.send(enrolRequest(key, code));
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({
        protocol: 2,
        centreName: '样例中心',
        kind: 'hall_window',
        institution: 'tanghe',
        centreKey: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
        centreSealingKey: TEST_SEALING_KEY,
        epoch: expect.stringMatching(/^[0-9a-f]{8}$/),
      });
    }
  });

  it('takes a code once, for its own station and one key only', async () => {
    const enrolCode = await inviteStation(centre.send, { code: 'TH04', kind: 'hall_window' });
    const key = newKey('TH04');
    expect(await codeOf(await centre.send(enrolRequest(newKey('TH05'), enrolCode)))).toBe('enrol_code_wrong');
    expect(await codeOf(await centre.send(enrolRequest(key, 'AAAA-BBBB-CCCC-DDDD')))).toBe('enrol_code_wrong');
    expect((await centre.send(enrolRequest(key, enrolCode))).status).toBe(200);
    expect(await codeOf(await centre.send(enrolRequest(newKey('TH04'), enrolCode)))).toBe('enrol_code_wrong');
    await expect(inviteStation(centre.send, { code: 'TH04', kind: 'leader_desk' })).rejects.toThrow(
      /409.*already_done/,
    );
  });

  it('lets one of two keys in when both come at once', async () => {
    const enrolCode = await inviteStation(centre.send, { code: 'TH06', kind: 'hall_window' });
    const replies = await Promise.all(
      [newKey('TH06'), newKey('TH06'), newKey('TH06')].map((key) => centre.send(enrolRequest(key, enrolCode))),
    );
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 403, 403]);
  });

  it('replaces the code of a station that has not enrolled', async () => {
    const old = await inviteStation(centre.send, { code: 'TH07', kind: 'hall_window' });
    const fresh = await inviteStation(centre.send, { code: 'TH07', kind: 'township' });
    expect(await codeOf(await centre.send(enrolRequest(newKey('TH07'), old)))).toBe('enrol_code_wrong');
    const reply = await centre.send(enrolRequest(newKey('TH07'), fresh));
    expect(await reply.json()).toMatchObject({ kind: 'township' });
  });

  it('keeps no code as it was shown', async () => {
    const enrolCode = await inviteStation(centre.send, { code: 'TH08', kind: 'hall_window' });
    const rows = await centre.opened.db.execute(sql`SELECT * FROM stations WHERE code = 'TH08'`);
    const kept = JSON.stringify(rows.rows);
    expect(kept).not.toContain(enrolCode);
    expect(kept).not.toContain(enrolCode.replaceAll('-', ''));
  });

  it('refuses what is no invitation and no station', async () => {
    const admin = { method: 'POST', headers: { authorization: `Bearer ${ADMIN_TOKEN}` } };
    const wrong = [
      { code: 'th03', kind: 'hall_window', institution: 'tanghe' },
      { code: 'TH', kind: 'king', institution: 'tanghe' },
      { code: 'TH', kind: 'hall_window', institution: '' },
    ];
    for (const invitation of wrong) {
      const request = new Request(`${CENTRE}/admin/invitations`, { ...admin, body: JSON.stringify(invitation) });
      expect(await codeOf(await centre.send(request))).toBe('bad_request');
    }
    const enrolCode = await inviteStation(centre.send, { code: 'TH09', kind: 'hall_window' });
    const good = { protocol: 2, enrolCode, station: { code: 'TH09', name: '站' }, publicKey: newKey('TH09').publicKey };
    for (const body of [
      { ...good, publicKey: 'A'.repeat(44) },
      { ...good, station: { code: 'TH09', name: 'a\u0000b' } },
      { ...good, protocol: 2 },
    ]) {
      const request = new Request(`${CENTRE}/v2/enrol`, { method: 'POST', body: JSON.stringify(body) });
      expect(await codeOf(await centre.send(request))).toBe('bad_request');
    }
  });

  it('lists the stations with what they pushed', async () => {
    const station = await joinStation(centre.send, { code: 'TH10', kind: 'handling_unit', units: ['u-bdc'] });
    const chain = new ChainBuilder('TH10');
    const first = chain.register();
    await station.push([
      first,
      chain.note('019aa4b6-4607-7c37-a03b-15bd4422e0ca', '无此案卷'),
      chain.note(first.caseId, '好'),
    ]);
    await inviteStation(centre.send, { code: 'TH11', kind: 'hall_window' });
    const request = new Request(`${CENTRE}/admin/stations`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
    const { stations } = (await (await centre.send(request)).json()) as { stations: StationLine[] };
    expect(stations.find((line) => line.code === 'TH10')).toMatchObject({
      name: '样例站点',
      kind: 'handling_unit',
      units: ['u-bdc'],
      pushed: 3,
      refused: 1,
      lastSeenAt: expect.any(String),
    });
    expect(stations.find((line) => line.code === 'TH11')).toMatchObject({ name: null, enrolledAt: null, pushed: 0 });
  });
});
