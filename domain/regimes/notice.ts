import type { Channel } from '../contract/record.ts';
import type { Profile } from './profile-schema.ts';

/** Duties of a channel after which nothing is written down before the caller was told (告知后即可启用录音功能). */
const TOLD_FIRST = new Set(['show_notice', 'start_recording']);

/**
 * The sentence to read aloud on a channel before anything is typed (录音告知), or null where the regime asks for none: the
 * regime's phrase for that channel said before recording, else the words of the duty itself.
 */
export function noticeBeforeTyping(profile: Profile, channel: Channel): string | null {
  const duties = profile.channels.find((one) => one.id === channel)?.duties ?? [];
  if (!duties.some((duty) => duty.do.some((code) => TOLD_FIRST.has(code)))) return null;
  const phrase = profile.phrases.find(
    (one) => one.when.endsWith('before_recording') && (one.channels?.includes(channel) ?? true),
  );
  return phrase?.text ?? duties.find((duty) => duty.do.includes('show_notice'))?.text ?? null;
}
