import { describe, expect, it } from 'vitest';
import type { CommandType } from '../../../../domain/contract/commands.ts';
import type { ActionOffer } from '../../../../domain/regimes/workflow.ts';
import { ACTION_KEYS } from './actionWords.ts';
import { byReason, shelve } from './offers.ts';

const offer = (action: CommandType, name: string, allowed = true, step: string | null = name): ActionOffer => ({
  key: `${action}:${step}`,
  action,
  name,
  step,
  allowed,
  code: allowed ? null : 'step_not_allowed',
  reason: allowed ? null : '还不能办理',
  source: null,
});

describe('the bar of actions', () => {
  it('puts what the case waits for first and leaves nothing out', () => {
    const offers = [
      offer('assign', '转办', false),
      offer('record', '签收'),
      offer('urge', '催办：临期'),
      offer('note', '备注', true, null),
    ];
    const shelf = shelve(offers, '签收');
    expect(shelf.next?.offer.name).toBe('签收');
    expect(shelf.groups.map((one) => one.group)).toEqual(['supervision', 'file']);
    expect(shelf.refused.map((one) => one.name)).toEqual(['转办']);
    const all = [shelf.next, ...shelf.groups.flatMap((one) => one.offers)].length + shelf.refused.length;
    expect(all).toBe(offers.length);
  });

  it('gives the next step the first number, wherever it stands in the text', () => {
    expect(shelve([offer('record', '签收'), offer('record', '审核签批')], '审核签批').next?.hotkey).toBe('1');
  });

  it('offers nothing as the next step that the officer may not take', () => {
    expect(shelve([offer('reply', '回复意见', false)], '回复意见').next).toBeNull();
  });

  it('gives no key twice, digits to records and to the second of a kind', () => {
    const offers = [
      offer('record', '签收'),
      offer('urge', '催办：临期'),
      offer('urge', '督办：逾期'),
      offer('record', '先行联系'),
      offer('extend', '承诺延期'),
      offer('request_extension', '申请延期'),
    ];
    const keyed = shelve(offers, null).groups.flatMap((one) => one.offers);
    const keys = keyed.map((one) => one.hotkey);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keyed.find((one) => one.offer.name === '签收')?.hotkey).toBe('1');
    expect(keyed.find((one) => one.offer.name === '督办：逾期')?.hotkey).toBe('2');
    expect(keyed.find((one) => one.offer.name === '先行联系')?.hotkey).toBe('3');
  });

  it('keeps letters apart but for the two ways to another date', () => {
    const letters = Object.values(ACTION_KEYS).filter((letter) => letter !== '');
    expect(letters.filter((letter, at) => letters.indexOf(letter) !== at)).toEqual(['Q']);
  });

  it('says one reason once, with every action it stands against', () => {
    const refused = [offer('assign', '转办', false), offer('reply', '回复意见', false)];
    const other = { ...offer('archive', '归档', false), reason: '须先由督查室“结案”', source: '办结后归档' };
    expect(byReason([...refused, other])).toEqual([
      { names: ['转办', '回复意见'], reason: '还不能办理', source: null },
      { names: ['归档'], reason: '须先由督查室“结案”', source: '办结后归档' },
    ]);
  });
});
