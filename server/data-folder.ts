import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a running centre leaves in its data folder, so that `invite` and `stations` find it. */
export interface DataFolder {
  tokenPath: string;
  databasePath: string;
  /** Key that signs rulebooks; made at the first start. Stations pin it: keep a copy. */
  signingKeyPath: string;
  /** Key to which bundles and recovery copies are sealed; made at the first start. */
  sealingKeyPath: string;
  /** The administrator's token, made at the first call; readable by this system user only. */
  token: () => { value: string; isNew: boolean };
  writeAddress: (address: string) => void;
  /** Address of the running centre; `null` when none runs here. */
  readAddress: () => string | null;
  removeAddress: () => void;
}

export function dataFolder(directory: string): DataFolder {
  const tokenPath = join(directory, 'admin-token');
  const addressPath = join(directory, 'address');
  return {
    tokenPath,
    databasePath: directory,
    signingKeyPath: join(directory, 'rulebook-key'),
    sealingKeyPath: join(directory, 'sealing-key'),
    token: () => {
      if (existsSync(tokenPath)) return { value: readFileSync(tokenPath, 'utf8').trim(), isNew: false };
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      const value = randomBytes(32).toString('base64url');
      writeFileSync(tokenPath, `${value}\n`, { mode: 0o600, flag: 'wx' });
      return { value, isNew: true };
    },
    writeAddress: (address) => writeFileSync(addressPath, `${address}\n`, { mode: 0o600 }),
    readAddress: () => (existsSync(addressPath) ? readFileSync(addressPath, 'utf8').trim() : null),
    removeAddress: () => rmSync(addressPath, { force: true }),
  };
}
