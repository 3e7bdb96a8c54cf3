import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { keyIdOf, type Rulebook, signedText, type UnsignedRulebook } from '../../domain/rulebook/rulebook.ts';
import type { RulebookSigner } from '../../server/rulebook-signer.ts';

/** Some centre's key for sealing to, raw X25519, base64; nobody opens with its other half. */
export const TEST_SEALING_KEY = generateKeyPairSync('x25519')
  .publicKey.export({ format: 'der', type: 'spki' })
  .subarray(-32)
  .toString('base64');

/** A centre's key that lives in memory. */
export function testSigner(): RulebookSigner {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return {
    keyId: keyIdOf(raw, (data) => createHash('sha256').update(data).digest('hex')),
    publicKey: raw.toString('base64'),
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64'),
  };
}

/** A rulebook as a centre with that key signs it, whatever is in it. */
export function signed(signer: RulebookSigner, open: Omit<UnsignedRulebook, 'keyId'>): Rulebook {
  const unsigned = { ...open, keyId: signer.keyId };
  return { ...unsigned, signature: signer.sign(signedText(unsigned)) };
}

/** The shipped procedure of 唐河 under another version, changed as told. */
export function tanghe(version: string, change: (text: string) => string = (text) => text): string {
  const shipped = readFileSync(new URL('../../domain/regimes/profiles/tanghe.yaml', import.meta.url), 'utf8');
  return change(shipped.replace("version: '1'", `version: '${version}'`));
}

/** 唐河 with another number of working days for a general complaint (3 as shipped). */
export const tangheWithDays = (version: string, days: number): string =>
  tanghe(version, (text) => text.replace(/(id: lim_general\n(?: {4}.*\n)*? {4}amount: )3\n/, `$1${days}\n`));

/** An invented arrangement of one year's holidays: what the real notice says does not matter to the rules. */
export function calendarOf(year: number, version = '1'): string {
  return `schema: calendar/1
year: ${year}
version: '${version}'
source: 样例：${year}年放假安排
off:
  - { name: 元旦, from: ${year}-01-01, to: ${year}-01-05 }
  - { name: 国庆节, from: ${year}-10-01, to: ${year}-10-07 }
work: []
`;
}
