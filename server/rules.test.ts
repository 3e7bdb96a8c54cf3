import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { caseNumber } from '../domain/case-file/number.ts';
import type { Actor, Entry, EntryOf } from '../domain/contract/entries.ts';
import { signInAsAdmin } from '../tests/builders/admin.ts';
import { ADMIN_TOKEN, CENTRE, stationWith } from '../tests/builders/centre.ts';
import { engines } from '../tests/builders/engines.ts';
import { ChainBuilder, nextUuid, sampleRecord } from '../tests/builders/entries.ts';
import { centreOn, newHall } from '../tests/builders/hall.ts';
import { drawEpoch } from './epochs.ts';
import { Regimes } from './profiles.ts';

const PROFILE = new URL('../domain/regimes/profiles/tanghe.yaml', import.meta.url);
const CLERK: Actor = { officerId: 'o-1', name: '示例员', roles: ['intake_officer'] };
const BY_PHONE = sampleRecord('tanghe-02');

let numbers = 100;
const nextNumber = () => ++numbers;

const codes = (reply: { answers: { result: string; code?: string }[] }) =>
  reply.answers.map(({ result, code }) => code ?? result);

describe.each(engines())('the desk’s rules on $name', ({ open }) => {
  async function ruled() {
    const { send } = centreOn(await open(), {}, { regimes: new Regimes() });
    return { send, ...(await newHall(send)) };
  }

  it('take what a desk decided and refuse what no desk would have', async () => {
    const { window, chain } = await ruled();
    const registered = chain.register(BY_PHONE);
    const { caseId } = registered;
    const accepted = (actor: Actor, category: string, baseRevision: number): Entry =>
      chain.add('accepted', caseId, { category, noticeNumber: 'S-1' }, { baseRevision, actor });
    const pushed = [
      registered,
      accepted({ ...CLERK, roles: ['window_chief'] }, 'general', 1),
      accepted(CLERK, 'invented', 1),
      accepted(CLERK, 'general', 1),
      accepted(CLERK, 'general', 2),
      chain.add('replied', caseId, { unit: '别的单位', opinion: '已办' }, { baseRevision: 2, actor: CLERK }),
    ];
    expect(codes(await window.push(pushed))).toEqual([
      'stored',
      'role_not_allowed',
      'category_unknown',
      'stored',
      'already_done',
      'step_not_allowed',
    ]);
  });

  it('want the citizen’s signature under what was told in person before anything is decided', async () => {
    const { window, chain } = await ruled();
    const registered = chain.register(sampleRecord('tanghe-01'));
    const accepted = chain.add(
      'accepted',
      registered.caseId,
      { category: 'general', noticeNumber: 'S-1' },
      { baseRevision: 1, actor: CLERK },
    );
    expect(codes(await window.push([registered, accepted]))).toEqual(['stored', 'signature_required']);
  });

  it('take in, at a restored centre, what was decided upon an order of the case that is lost', async () => {
    const opened = await open();
    const regimes = new Regimes();
    const before = centreOn(opened, {}, { regimes });
    const { window, office, leader, chain, officeChain, institution } = await newHall(before.send);
    const registered = chain.register(BY_PHONE);
    const { caseId } = registered;
    const category = { category: 'general', noticeNumber: 'S-1' };
    const accepted = chain.add('accepted', caseId, category, { baseRevision: 1, actor: CLERK });
    const chief = { officerId: 'o-2', name: '示例员', roles: ['leader'] };
    const agreed = { decision: 'agree' as const, opinion: '同意' };
    const approved = officeChain.add('approved', caseId, agreed, { baseRevision: 2, actor: chief });
    // Not seen by who approved: it stood behind the acceptance then, and stands before it now.
    const beside = new ChainBuilder(institution.replace('hall-', 'LD')).note(caseId, '旁注');
    await window.push([registered]);
    await leader.push([beside]);
    await window.push([accepted]);
    expect(codes(await office.push([approved]))).toEqual(['step_not_allowed']);

    await drawEpoch(opened.db, { now: new Date(), random: (count) => randomBytes(count) });
    const restored = centreOn(opened, {}, { regimes });
    const again = stationWith(restored.send, office.key);
    expect(codes(await again.push([approved]))).toEqual(['stored']);
    const never = officeChain.add('replied', caseId, { unit: '别的单位', opinion: '已办' }, { baseRevision: 3 });
    expect(codes(await again.push([never]))).toEqual(['step_not_allowed']);
  });

  it('let nobody act in a role that the directory of his institution never gave him', async () => {
    const { send, ...here } = await ruled();
    const elsewhere = await newHall(send);
    const admin = await signInAsAdmin(send);
    const give = (roles: string[]) =>
      admin.change('officer', {
        institution: here.institution,
        officer: { id: CLERK.officerId, name: CLERK.name, roles, stations: [], active: true },
      });
    const register = ({ chain }: typeof elsewhere, actor: Actor) => {
      const regime = { id: 'tanghe', version: '1' };
      const number = caseNumber(chain.stationId, '2026-03-02', nextNumber());
      const payload = { number, regime, stationName: '样例站点', record: BY_PHONE };
      return chain.add('registered', nextUuid(), payload, { actor });
    };
    expect(codes(await here.window.push([register(here, CLERK)]))).toEqual(['stored']);
    await give([]);
    const others = { ...CLERK, officerId: 'o-of-the-station' };
    const pushed = [register(here, CLERK), register(here, others)];
    expect(codes(await here.window.push(pushed))).toEqual(['role_not_allowed', 'stored']);
    expect(codes(await elsewhere.window.push([register(elsewhere, CLERK)]))).toEqual(['stored']);
    // What was written under an older directory comes late, and still counts.
    await give(CLERK.roles);
    await give([]);
    expect(codes(await here.window.push([register(here, CLERK)]))).toEqual(['stored']);
  });

  it('give one number to one case', async () => {
    const { window, chain } = await ruled();
    const first = chain.register(BY_PHONE) as EntryOf<'registered'>;
    const again = () => chain.add('registered', nextUuid(), first.payload);
    expect(codes(await window.push([first, again()]))).toEqual(['stored', 'number_taken']);
    expect(codes(await window.push([again(), chain.register(BY_PHONE)]))).toEqual(['number_taken', 'stored']);
  });

  it('wait for a version of the regime that the centre does not have, and judge anew once it has', async () => {
    const { send, window, chain } = await ruled();
    const regime = { id: 'tanghe', version: 'of-another-day' };
    const number = caseNumber(chain.stationId, '2026-03-02', 1);
    const payload = { number, regime, stationName: '样例站点', record: BY_PHONE };
    const registered = chain.add('registered', nextUuid(), payload);
    expect(codes(await window.push([registered]))).toEqual(['regime_version_missing']);
    const text = readFileSync(PROFILE, 'utf8').replace(/^version: .*$/m, `version: '${regime.version}'`);
    const published = await send(
      new Request(`${CENTRE}/admin/rulebooks`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
        body: JSON.stringify({ name: 'tanghe.yaml', text }),
      }),
    );
    expect(published.status).toBe(201);
    expect(codes(await window.push([registered]))).toEqual(['stored']);
  });
});
