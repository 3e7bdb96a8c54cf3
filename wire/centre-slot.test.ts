import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openForCentre, sealForCentre } from './centre-slot.ts';
import { newSealingKeys } from './seal.ts';

describe('the slot of a backup that is sealed to the centre', () => {
  const dataKey = randomBytes(32);
  const centre = newSealingKeys();

  it('gives the data key back to the centre', () => {
    const slot = sealForCentre(dataKey, centre.publicKey);
    expect(Buffer.from(openForCentre(slot, centre))).toEqual(dataKey);
    expect(JSON.stringify(slot)).not.toContain(dataKey.toString('hex'));
  });

  it('gives nothing to another key, and nothing when a byte was changed', () => {
    const slot = sealForCentre(dataKey, centre.publicKey);
    expect(() => openForCentre(slot, newSealingKeys())).toThrow('backup_code_wrong');
    const last = slot.sealed.endsWith('0') ? '1' : '0';
    const altered = { ...slot, sealed: `${slot.sealed.slice(0, -1)}${last}` };
    expect(() => openForCentre(altered, centre)).toThrow('backup_code_wrong');
  });

  it('is not made for what is no key', () => {
    expect(() => sealForCentre(dataKey, 'no key')).toThrow('backup_failed');
  });
});
