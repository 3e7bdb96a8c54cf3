import { searchTokensOf, type Words } from '../../db/search-text.ts';
import { begin } from '../../domain/case-file/begin.ts';
import { hashHolds, type Sha256 } from '../../domain/case-file/chain.ts';
import type { Entry } from '../../domain/contract/entries.ts';
import type { ErrorCode } from '../../domain/contract/errors.ts';
import { readEntry } from '../../domain/contract/read-entry.ts';
import type { FeedItem } from '../../domain/contract/wire.ts';
import { isMasked } from '../../domain/disclosure/mask.ts';

/** What an entry from elsewhere says of itself, wherever it belongs. */
export interface Verdict {
  /** Why it cannot be taken; null when nothing in it speaks against it. */
  fault: ErrorCode | null;
  /** What is searched of the case that it begins, as long as nothing follows; null where it begins none. */
  tokens: Words | null;
}

/** What `JSON.parse` makes of a text; null for what is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Whether an entry holds by itself: its form, and that its hash is of what it says. @param raw as `parsed` made it */
export function faultOf(
  { text, masked }: Pick<FeedItem, 'text' | 'masked'>,
  raw: unknown,
  sha256: Sha256,
): ErrorCode | null {
  if (readEntry(raw) === null) return 'entry_invalid';
  // A masked entry cannot be checked by its hash; but what is called masked shows it, and nothing else does.
  if (masked !== isMasked(raw as Entry)) return 'entry_hash';
  return masked || hashHolds(text, raw as Entry, sha256) ? null : 'entry_hash';
}

/** All that can be said of an item without the database. */
export function judge(item: Pick<FeedItem, 'text' | 'masked'>, sha256: Sha256): Verdict {
  const raw = parsed(item.text);
  const fault = faultOf(item, raw, sha256);
  const entry = raw as Entry;
  return { fault, tokens: fault === null && entry.kind === 'registered' ? searchTokensOf(begin(entry)) : null };
}
