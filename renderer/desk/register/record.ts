import type { ComplainantType, ComplaintRecord, IdType } from '../../../domain/contract/record.ts';

/**
 * The form keeps what was typed for every type of complainant, so that going from 代理 to 匿名 and back loses nothing. What
 * leaves the form holds only what the chosen type shows: an anonymous record carries nobody's name.
 */
export function recordToSend(form: ComplaintRecord): ComplaintRecord {
  const { agent, group, contact_person, ...own } = form.complainant;
  const complainant: ComplaintRecord['complainant'] = { ...own };
  if (own.type === 'anonymous') {
    Object.assign(complainant, { name: '', id_type: null, id_no: '' });
    delete complainant.gender;
  } else if (own.id_no === '') {
    complainant.id_type = null;
  }
  if (own.type === 'organisation') {
    delete complainant.gender;
    if (contact_person) complainant.contact_person = contact_person;
  }
  if (own.type === 'proxy')
    complainant.agent = {
      name: '',
      id_no: '',
      phone: '',
      ...agent,
      id_type: agent?.id_no ? (agent.id_type ?? 'id_card') : null,
    };
  if (own.type === 'group') complainant.group = group ?? EMPTY_GROUP;
  const { emergency, fields, ...rest } = form;
  return {
    ...rest,
    complainant,
    ...(fields && Object.keys(fields).length > 0 ? { fields } : {}),
    ...(emergency && Object.values(emergency).some((answer) => answer !== '') ? { emergency } : {}),
  };
}

export const EMPTY_GROUP = { count: 5, representatives: [{ name: '', phone: '' }] };

/** The paper a complainant of this type usually shows. */
export function usualIdType(type: ComplainantType): IdType {
  return type === 'organisation' ? 'uscc' : 'id_card';
}

/** Who and what, in a few words, for a list of drafts. */
export function draftWords(record: ComplaintRecord): string {
  const who = record.complainant.name || (record.complainant.type === 'anonymous' ? '匿名' : '未填姓名');
  const what = (record.request || record.narrative).slice(0, 18);
  return what ? `${who}：${what}${what.length === 18 ? '……' : ''}` : who;
}
