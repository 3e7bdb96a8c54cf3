import { type ErrorCode, messageOf } from '../../../domain/contract/errors.ts';
import { SYNC_WORDS, type SyncState } from '../../../domain/contract/words.ts';
import type { IconName } from './Icon.tsx';
import { Tag, type Tone } from './Tag.tsx';

const LOOKS: Record<SyncState, [Tone, IconName]> = {
  pending: ['grey', 'clock'],
  sending: ['blue', 'sync'],
  reported: ['green', 'check'],
  rejected: ['red', 'cross'],
  conflict: ['orange', 'alert'],
  relayed: ['grey', 'clock'],
};

/** What the centre has acknowledged of a case, never more; a rejection says why. */
export function SyncTag({ sync, error = null }: { sync: SyncState; error?: ErrorCode | null }) {
  const [tone, icon] = LOOKS[sync];
  return (
    <Tag tone={tone} icon={icon} {...(error ? { title: messageOf(error) } : {})}>
      {SYNC_WORDS[sync]}
      {sync === 'rejected' && error ? `：${messageOf(error)}` : ''}
    </Tag>
  );
}
