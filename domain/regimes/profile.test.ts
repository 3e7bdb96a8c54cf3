import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createCatalogue } from './catalogue.ts';
import { ProfileError, parseProfile } from './profile.ts';

const folder = new URL('./profiles/', import.meta.url);
const tanghe = readFileSync(new URL('tanghe.yaml', folder), 'utf8');
const ids = [
  '12312',
  'chengdu',
  'company',
  'jikong',
  'jisheng',
  'nanxi',
  'shequ',
  'shouban',
  'suzhou12345',
  'tanghe',
  'yongji',
  'yunnan',
  'zhijian',
];

function faultOf(text: string): ProfileError {
  try {
    parseProfile(text, 'tanghe.yaml');
  } catch (error) {
    if (error instanceof ProfileError) return error;
    throw error;
  }
  throw new Error('the profile was taken');
}
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

describe('the thirteen profiles', () => {
  const profiles = readdirSync(folder).map((name) => parseProfile(readFileSync(new URL(name, folder), 'utf8'), name));

  it('all load, each under its own name', () => {
    expect(readdirSync(folder).sort()).toEqual(ids.map((id) => `${id}.yaml`));
    expect(profiles.map((p) => p.id).sort()).toEqual(ids);
    const catalogue = createCatalogue(profiles);
    expect(catalogue.get('12312')?.short).toBe('12312商务举报投诉服务站');
    expect(catalogue.get('nowhere')).toBeUndefined();
  });

  it('hold the eighteen refusal grounds of the facts, and none where the text has none', () => {
    const codes = profiles.flatMap((p) => p.acceptance.refusals.map((r) => r.code));
    expect(new Set(codes).size).toBe(18);
    const without = profiles.filter((p) => p.acceptance.refusals.length === 0).map((p) => p.id);
    expect(without.sort()).toEqual(['company', 'nanxi', 'shequ', 'shouban', 'tanghe', 'yongji', 'zhijian']);
  });

  it('quote a sentence for every limit and every step of the text', () => {
    for (const profile of profiles) {
      for (const limit of profile.limits) expect(limit.source.length, `${profile.id} ${limit.id}`).toBeGreaterThan(4);
      for (const step of profile.workflow.filter((s) => s.seq !== null))
        expect(step.source, `${profile.id} ${step.step}`).not.toBeNull();
    }
  });
});

describe('a malformed profile', () => {
  it.each([
    ['an unknown role', 'roles: [leader]', 'roles: [boss]', '没有这个岗位：boss'],
    ['an unknown limit', 'limit: lim_feedback', 'limit: lim_nothing', '没有这个时限：lim_nothing'],
    ['a limit of an unknown category', 'categories: [complex]', 'categories: [hard]', '没有这个类别：hard'],
    ['an unknown event', 'from: unit_replied', 'from: someday', 'limits.2.from 只能是'],
    ['a form that does not exist', 'forms: [登记表]', 'forms: [登记簿]', '没有这个文书：登记簿'],
    ['an action that is no step', 'action: investigate', 'action: extend', 'extend 不能作为步骤'],
    ['an action twice', 'action: investigate', 'action: approve', 'approve 只能出现一次'],
    ['a key that nobody reads', 'kind: service_hall', 'kind: service_hall\ncolour: red', '有不认识的项：colour'],
    ['a number written as a word', 'amount: 3', 'amount: three', 'limits.0.amount 应为 number'],
  ])('names the line and the rule of %s', (_, right, wrong, rule) => {
    const text = tanghe.replace(right, wrong);
    expect(text).not.toBe(tanghe);
    const fault = faultOf(text);
    expect(fault.rule).toContain(rule);
    expect(fault.file).toBe('tanghe.yaml');
    if (!rule.includes('colour')) {
      const start = wrong.startsWith('amount') || wrong.startsWith('from') ? lineOf(text, wrong) : undefined;
      if (start !== undefined) expect(fault.line).toBe(start);
    }
    expect(fault.message).toMatch(/^tanghe\.yaml 第\d+行：/);
  });

  it('names the line of broken YAML', () => {
    const fault = faultOf(tanghe.replace('kind: service_hall', 'kind: [service_hall'));
    expect(fault.rule).toContain('不是合格的YAML');
    expect(Math.abs(fault.line - lineOf(tanghe, 'kind: service_hall'))).toBeLessThanOrEqual(1);
  });

  it('refuses a workflow in which a case would get stuck', () => {
    expect(faultOf(tanghe.replace('action: reply', 'action: null')).rule).toContain('停在承办单位');
    expect(faultOf(tanghe.replace('action: close', 'action: null')).rule).toContain('缺少 close');
  });

  it('refuses an empty file and another schema', () => {
    expect(faultOf('').rule).toBeTruthy();
    expect(faultOf(tanghe.replace('profile/1', 'profile/2')).line).toBe(1);
  });
});
