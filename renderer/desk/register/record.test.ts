import { describe, expect, it } from 'vitest';
import { emptyRecord, recordSchema } from '../../../domain/contract/record.ts';
import { recordToSend } from './record.ts';

const sheet = () => emptyRecord('tanghe', '2026-11-21T09:41:00+08:00');

describe('what leaves the form', () => {
  it('carries nobody’s name once the complaint is anonymous', () => {
    const form = sheet();
    form.complainant = {
      ...form.complainant,
      type: 'anonymous',
      name: '赵𠮷祥',
      id_no: '999999195903142175',
      gender: '男',
    };
    form.complainant.agent = { name: '卜晓雯', id_type: 'id_card', id_no: '', phone: '19900000036' };
    const sent = recordToSend(form);
    expect(JSON.stringify(sent)).not.toMatch(/𠮷|晓雯|999999195903142175|男/);
    expect(form.complainant.name).toBe('赵𠮷祥');
  });

  it('is a valid record for every type of complainant, straight after choosing it', () => {
    for (const type of ['named', 'anonymous', 'proxy', 'organisation', 'group'] as const) {
      const form = sheet();
      form.complainant.type = type;
      expect(recordSchema.safeParse(recordToSend(form)).success, type).toBe(true);
    }
  });

  it('keeps the text byte for byte', () => {
    const form = sheet();
    form.narrative = ' \u0000\u001b@<b>一\u3000二</b>\r\n =1+1 ';
    expect(recordToSend(form).narrative).toBe(form.narrative);
  });
});
