import { describe, expect, it } from 'vitest';
import { systemPlatform } from '../platform.ts';
import { hashPin, verifyPin } from './pin.ts';

describe('the verifier of a PIN', () => {
  it('costs a station what it should, whatever tests do', async () => {
    const verifier = await hashPin('802413', systemPlatform(() => {}).pinCost);
    expect(verifier).toMatch(/^32768\$8\$1\$[0-9a-f]{32}\$[0-9a-f]{64}$/);
    expect(await verifyPin('802413', verifier)).toBe(true);
    expect(await verifyPin('802414', verifier)).toBe(false);
  });
});
