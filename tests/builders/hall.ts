import { type CentreDeps, createCentre } from '../../server/app.ts';
import type { BodyLimits } from '../../server/body.ts';
import type { OpenCentre } from '../../server/db/open.ts';
import type { RulebookSigner } from '../../server/rulebook-signer.ts';
import { ADMIN_TOKEN, joinStation, randomOf, type Send, type Station } from './centre.ts';
import { ChainBuilder } from './entries.ts';
import { TEST_SEALING_KEY, testSigner } from './rulebooks.ts';

export interface TestCentre {
  send: Send;
  opened: OpenCentre;
  signer: RulebookSigner;
  /** Event lines the centre logged. */
  logged: string[];
}

/**
 * The centre on a database that is already open, called in this process.
 *
 * @param others what it is to be given instead of the usual
 */
export function centreOn(
  opened: OpenCentre,
  limits: Partial<BodyLimits> = {},
  others: Partial<CentreDeps> = {},
): TestCentre {
  const logged: string[] = [];
  const signer = others.signer ?? testSigner();
  const send = createCentre({
    db: opened.db,
    clock: () => new Date(),
    random: randomOf,
    log: (line) => logged.push(JSON.stringify(line)),
    adminToken: ADMIN_TOKEN,
    name: '样例中心',
    signer,
    sealingKey: TEST_SEALING_KEY,
    limits,
    ...others,
  });
  return { send, opened, signer, logged };
}

export interface Hall {
  institution: string;
  unitId: string;
  window: Station;
  window2: Station;
  office: Station;
  leader: Station;
  unit: Station;
  chain: ChainBuilder;
  chain2: ChainBuilder;
  officeChain: ChainBuilder;
  unitChain: ChainBuilder;
}

let halls = 0;

/** A new institution with two windows, supervision office, leader's desk and one handling unit. */
export async function newHall(send: Send): Promise<Hall> {
  halls += 1;
  const n = halls;
  const institution = `hall-${n}`;
  const unitId = `u-${n}`;
  return {
    institution,
    unitId,
    window: await joinStation(send, { code: `WA${n}`, kind: 'hall_window', institution }),
    window2: await joinStation(send, { code: `WB${n}`, kind: 'hall_window', institution }),
    office: await joinStation(send, { code: `SO${n}`, kind: 'supervision_office', institution }),
    leader: await joinStation(send, { code: `LD${n}`, kind: 'leader_desk', institution }),
    unit: await joinStation(send, { code: `HU${n}`, kind: 'handling_unit', institution, units: [unitId] }),
    chain: new ChainBuilder(`WA${n}`),
    chain2: new ChainBuilder(`WB${n}`),
    officeChain: new ChainBuilder(`SO${n}`),
    unitChain: new ChainBuilder(`HU${n}`),
  };
}
