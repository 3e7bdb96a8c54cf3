import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { nightCall } from '../../tests/builders/duty-desk.ts';
import type { Entry } from '../contract/entries.ts';
import { parseProfile } from '../regimes/profile.ts';
import type { Profile } from '../regimes/profile-schema.ts';
import { dutyChain } from './chain.ts';

const text = readFileSync(new URL('../regimes/profiles/12312.yaml', import.meta.url), 'utf8');
const shipped = parseProfile(text, '12312.yaml');
const LINKS = new Set(['report', 'relay', 'follow']);
const profile: Profile = {
  ...shipped,
  workflow: shipped.workflow.map((step) =>
    LINKS.has(step.step)
      ? {
          ...step,
          action: 'record',
          restricted: true,
          fields: [
            { id: 'whom', label: '向谁', type: 'person', required: true },
            { id: 'said', label: '结果', type: 'text', required: false },
          ],
        }
      : step,
  ),
};

const entry = (kind: string, name: string, wallTime: string, payload: unknown): Entry =>
  ({ kind, wallTime, actor: { officerId: name, name, roles: [] }, payload }) as unknown as Entry;

it('tells who reported what to whom, leaves open links open, and names no field that was not answered', () => {
  const record = nightCall(new Date('2026-11-22T00:03:00+08:00'));
  const entries = [
    entry('registered', '夏值班', '2026-11-22T00:04:00+08:00', { record }),
    entry('recorded', '夏值班', '2026-11-22T00:05:00+08:00', {
      step: 'report',
      name: '报',
      values: { whom: '柏带班', said: '同意派人' },
    }),
    entry('recorded', '秦接班', '2026-11-22T00:20:00+08:00', {
      step: 'follow',
      name: '跟',
      values: { whom: '柏带班' },
    }),
    entry('noted', '夏值班', '2026-11-22T00:21:00+08:00', { text: '无关' }),
  ];
  const chain = dutyChain(profile, entries);
  expect(chain.map((link) => link.step)).toEqual(['registered', 'report', 'relay', 'follow']);
  expect(chain[0]?.done).toMatchObject([{ at: '2026-11-22T00:03:00+08:00', by: '夏值班' }]);
  expect(chain[1]?.done).toEqual([
    { at: '2026-11-22T00:05:00+08:00', by: '夏值班', to: ['柏带班'], result: ['结果：同意派人'] },
  ]);
  expect(chain[2]?.done).toEqual([]);
  expect(chain[3]?.done).toMatchObject([{ by: '秦接班', to: ['柏带班'], result: [] }]);
});

it('is empty where the regime keeps no step for those on duty', () => {
  expect(
    dutyChain({ ...profile, workflow: profile.workflow.map((step) => ({ ...step, restricted: false })) }, []),
  ).toEqual([]);
});
