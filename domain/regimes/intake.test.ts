import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldError } from '../contract/errors.ts';
import { type ComplaintRecord, emptyRecord, recordSchema } from '../contract/record.ts';
import { isBlank } from './blank.ts';
import { likelyChecks, requiresSignature, validateIntake } from './intake.ts';
import { parseProfile } from './profile.ts';
import type { Profile } from './profile-schema.ts';

interface Expectation {
  valid: boolean;
  errors?: FieldError[];
  refusal?: string;
  category?: string;
}
const folder = new URL('./profiles/', import.meta.url);
const profiles = new Map(
  readdirSync(folder).map((name) => {
    const profile = parseProfile(readFileSync(new URL(name, folder), 'utf8'), name);
    return [profile.id, profile];
  }),
);
const raw: { id: string; expect: Expectation }[] = JSON.parse(
  readFileSync(new URL('../../tests/samples/complaints.json', import.meta.url), 'utf8'),
);
const samples = raw.map((sample) => ({ id: sample.id, expected: sample.expect, record: recordSchema.parse(sample) }));

function profileOf(id: string): Profile {
  const profile = profiles.get(id);
  if (!profile) throw new Error(id);
  return profile;
}
function sample(id: string): ComplaintRecord {
  const found = samples.find((s) => s.id === id);
  if (!found) throw new Error(id);
  return structuredClone(found.record);
}
const check = (record: ComplaintRecord) => validateIntake(profileOf(record.regime), record);

describe('the sixty samples', () => {
  it('are refused or taken as expected, field by field', () => {
    expect(samples).toHaveLength(60);
    for (const { id, expected, record } of samples) expect([id, check(record)]).toEqual([id, expected.errors ?? []]);
    expect(samples.filter((s) => !s.expected.valid).map((s) => s.id)).toEqual([
      'tanghe-08',
      'yunnan-08',
      'yunnan-09',
      '12312-03',
    ]);
  });

  it('name only categories and grounds that their regime has', () => {
    for (const { id, expected, record } of samples) {
      const profile = profileOf(record.regime);
      if (expected.category)
        expect(
          profile.categories.map((c) => c.id),
          id,
        ).toContain(expected.category);
      if (expected.refusal)
        expect(
          profile.acceptance.refusals.map((r) => r.code),
          id,
        ).toContain(expected.refusal);
    }
  });
});

describe('required fields', () => {
  it('count nothing that cannot be seen as an answer', () => {
    for (const narrative of ['', ' ', '\t\r\n', '　　', '\u200B', '\uFEFF\u200B　', '\u00A0\u2028'])
      expect(check({ ...sample('tanghe-01'), narrative })).toEqual([{ path: 'narrative', code: 'required' }]);
    expect(isBlank('\u0000')).toBe(false);
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => !isBlank(`${a}字${b}`)));
  });

  it('are all named at once on an empty sheet', () => {
    const paths = check(emptyRecord('tanghe', '2026-03-02T09:00:00+08:00')).map((e) => e.path);
    expect(paths).toEqual(['fields.f_item', 'respondent.unit', 'narrative']);
  });

  it('hold for each of the six elements in suzhou12345, but not where life is at risk', () => {
    const record = sample('suzhou12345-04');
    record.six_elements = { time: '', place: ' ', people: '', cause: '', course: '', result: '' };
    expect(check(record).map((e) => e.path)).toEqual(
      ['time', 'place', 'people', 'cause', 'course', 'result'].map((e) => `six_elements.${e}`),
    );
    expect(check({ ...record, urgency: 'critical' })).toEqual([]);
  });

  it('let nothing pass but the identity when somebody stays anonymous', () => {
    const record = sample('yunnan-02');
    record.complainant = { type: 'anonymous', name: '', id_type: null, id_no: '', phone: '', address: '' };
    expect(check(record)).toEqual([]);
    expect(check({ ...record, narrative: '' })).toEqual([{ path: 'narrative', code: 'required' }]);
    record.complainant.type = 'named';
    expect(check(record).map((e) => e.path)).toEqual(
      ['name', 'id_no', 'phone', 'address'].map((f) => `complainant.${f}`),
    );
  });

  it('ask the night questions only at night or in an emergency', () => {
    const record = sample('12312-04');
    expect(check(record)).toEqual([]);
    // Name and telephone are on the sheet already.
    const asked = ['e_time', 'e_place', 'e_range', 'e_degree', 'e_scene'].map((e) => `emergency.${e}`);
    const nameless = { ...record, complainant: { ...record.complainant, name: '', phone: '' } };
    expect(check({ ...nameless, urgency: 'critical' }).map((e) => e.path)).toEqual([
      'emergency.e_name',
      'emergency.e_phone',
      ...asked,
    ]);
    expect(check({ ...record, urgency: 'critical' }).map((e) => e.path)).toEqual(asked);
    expect(check({ ...record, emergency: { e_place: '桥头' } }).map((e) => e.path)).toEqual(
      asked.filter((p) => p !== 'emergency.e_place'),
    );
    expect(check({ ...record, emergency: { e_place: '', e_name: '　' } })).toEqual([]);
  });

  it('accept the telephone of the agent for the principal', () => {
    const record = sample('jikong-02');
    expect(record.complainant.phone).toBe('');
    if (record.complainant.agent) record.complainant.agent.phone = '';
    expect(check(record)).toEqual([{ path: 'complainant.phone', code: 'required' }]);
    delete record.complainant.agent;
    expect(check(record).map((e) => e.path)).toContain('complainant.agent.name');
  });
});

describe('other checks at the desk', () => {
  it('refuse a channel that the regime does not offer, a foreign record and an unknown field', () => {
    expect(check({ ...sample('tanghe-01'), channel: 'box' })).toEqual([
      { path: 'channel', code: 'channel_not_offered' },
    ]);
    expect(validateIntake(profileOf('tanghe'), sample('nanxi-01')).map((e) => e.path)).toContain('regime');
    const record = sample('tanghe-01');
    record.fields = { ...record.fields, f_invented: '有', f_empty: ' ' };
    expect(check(record)).toEqual([{ path: 'fields.f_invented', code: 'unknown_field' }]);
  });

  it('check the numbers of the agent too, and no passport', () => {
    const record = sample('jisheng-01');
    if (record.complainant.agent) record.complainant.agent.id_no = '999999198711260981';
    expect(check(record)).toEqual([{ path: 'complainant.agent.id_no', code: 'id_checksum' }]);
    expect(sample('company-01').complainant.id_type).toBe('passport');
    expect(check({ ...sample('tanghe-02'), complainant: { ...sample('tanghe-02').complainant, id_no: 'X' } })).toEqual(
      [],
    );
  });

  it('ask for a signature in person at 唐河, and nowhere else', () => {
    for (const { id, record } of samples)
      expect([id, requiresSignature(profileOf(record.regime), record)]).toEqual([
        id,
        record.regime === 'tanghe' && record.channel === 'in_person',
      ]);
  });

  it('do not make an anonymous visitor sign', () => {
    const record = sample('tanghe-01');
    record.complainant = { type: 'anonymous', name: '', id_type: null, id_no: '', phone: '', address: '' };
    expect(requiresSignature(profileOf('tanghe'), record)).toBe(false);
    expect(check(record)).toEqual([]);
  });

  it('show the duties and the phrase of the channel, and the notice of truthfulness', () => {
    const phone = likelyChecks(profileOf('tanghe'), sample('tanghe-02'));
    expect(phone.phrases.map((p) => p.text)).toEqual(['您好，您的电话将被录音，请您对咨询投诉内容的真实性负责']);
    expect(phone.duties.map((d) => d.id)).toContain('d_phone_rec');
    expect(phone.notices).toEqual([{ id: 'truthfulness', text: '如实反映情况，对真实性负相应责任' }]);
    const desk = likelyChecks(profileOf('tanghe'), sample('tanghe-01'));
    expect(desk.phrases).toEqual([]);
    expect(desk.duties.map((d) => d.id)).toEqual(['d_inperson_record', 'd_inperson_sign', 'd_inperson_coord']);
    expect(likelyChecks(profileOf('tanghe'), sample('tanghe-05')).notices.map((n) => n.id)).toContain('anonymity');
  });

  it('point to the ground that an empty request speaks for, instead of an error', () => {
    expect(likelyChecks(profileOf('yunnan'), sample('yunnan-04')).grounds.map((g) => g.code)).toEqual(['YN-8-1']);
    expect(likelyChecks(profileOf('yunnan'), sample('yunnan-02')).grounds).toEqual([]);
  });
});
