import { stationsHeld } from '../../../db/entries.ts';
import { type StoredRow, walkFiles, walkRows } from '../../../db/inspect.ts';
import { type ChainFault, checkChain, hashOf } from '../../../domain/case-file/chain.ts';
import { type Entry, type EntryOf, entrySchema } from '../../../domain/contract/entries.ts';
import type { SignedText } from '../../../domain/contract/signature.ts';
import { isMasked } from '../../../domain/disclosure/mask.ts';
import type { Report, VerifyParts } from './finding.ts';

const CHAIN_WORDS: Record<ChainFault['code'], string> = {
  entry_hash: '内容与校验值不符',
  entry_gap: '序号不连续，此处缺少条目',
  entry_fork: '与前一条目的校验值接不上',
};

/** What later checks want to know of the entries that could be read. */
export interface EntriesSeen {
  entries: number;
  registrations: EntryOf<'registered'>[];
  /** Own entries that drew a number of a paper. */
  papers: (EntryOf<'accepted'> | EntryOf<'refused'> | EntryOf<'assigned'>)[];
}

/**
 * Every entry by itself and in its chain. The own chain must be whole from 1. Of other stations the desk holds what it
 * may see, so their sequences have gaps by design; where two neighbours are both here, they must join.
 */
export function verifyEntries(parts: VerifyParts, own: string, report: Report): EntriesSeen {
  const seen: EntriesSeen = { entries: 0, registrations: [], papers: [] };
  const attached = new Set<string>();
  for (const stationId of stationsHeld(parts.db)) {
    const rows = readable(parts, stationId, own, report);
    const noted = noting(rows, own, seen, attached);
    if (stationId === own) {
      for (const fault of checkChain(noted, parts.sha256))
        report('chain', `${own}#${fault.seq}`, CHAIN_WORDS[fault.code]);
    } else verifyForeignChain(parts, noted, report);
  }
  verifyFiles(parts, attached, report);
  return seen;
}

function verifyForeignChain(parts: VerifyParts, entries: Iterable<Entry>, report: Report): void {
  let before: Entry | null = null;
  for (const entry of entries) {
    const subject = `${entry.stationId}#${entry.stationSeq}`;
    if (!isMasked(entry)) {
      if (hashOf(entry, parts.sha256) !== entry.hash) report('chain', subject, CHAIN_WORDS.entry_hash);
      const next = before !== null && !isMasked(before) && before.stationSeq + 1 === entry.stationSeq;
      if (next && before?.hash !== entry.prevHash) report('chain', subject, CHAIN_WORDS.entry_fork);
    }
    if (before?.stationSeq === entry.stationSeq) report('chain', subject, '同一序号有两个条目');
    before = entry;
  }
}

/** Entries whose rows can be read, each row checked against its own columns. */
function* readable(parts: VerifyParts, stationId: string, own: string, report: Report): Generator<Entry> {
  for (const row of walkRows(parts.db, stationId)) {
    const subject = `${stationId}#${row.stationSeq}`;
    const entry = parseBody(row);
    if (!entry) {
      report('entry', subject, '条目无法读取');
      continue;
    }
    if (JSON.stringify(entry) !== row.body) report('entry', subject, '条目的写法被改动');
    const columns = (['id', 'caseId', 'stationId', 'stationSeq', 'kind', 'hash'] as const).filter(
      (name) => row[name] !== entry[name],
    );
    if (columns.length > 0) report('entry', subject, `条目与登记的列不一致：${columns.join('、')}`);
    if (!entrySchema.safeParse(entry).success) report('entry', subject, '条目内容不符合规定');
    if ((row.masked === 1) !== isMasked(entry)) report('entry', subject, '隐名标记与条目不符');
    else if (row.masked === 1 && stationId === own) report('entry', subject, '本站条目不应隐名');
    if (row.masked === 0) verifySignature(parts, entry, subject, report);
    yield entry;
  }
}

/** An object at least: what else is wrong with it, the schema says. */
function parseBody(row: StoredRow): Entry | null {
  try {
    const value: unknown = JSON.parse(row.body);
    return typeof value === 'object' && value !== null && 'payload' in value ? (value as Entry) : null;
  } catch {
    return null;
  }
}

function verifySignature(parts: VerifyParts, entry: Entry, subject: string, report: Report): void {
  const signed: Partial<SignedText> | undefined =
    entry.kind === 'signed' ? entry.payload : entry.kind === 'fed_back' ? entry.payload?.signed : undefined;
  if (signed && parts.sha256(String(signed.text)) !== signed.textHash)
    report('signature', subject, '签字所对应的文字被改动');
}

function* noting(entries: Iterable<Entry>, own: string, seen: EntriesSeen, attached: Set<string>): Generator<Entry> {
  for (const entry of entries) {
    seen.entries += 1;
    if (entry.kind === 'registered') seen.registrations.push(entry);
    if (entry.stationId === own) {
      if (entry.kind === 'accepted' || entry.kind === 'refused' || entry.kind === 'assigned') seen.papers.push(entry);
      if (entry.kind === 'attached') attached.add(String(entry.payload?.evidence?.sha256));
    }
    yield entry;
  }
}

/** Own attachments must be here, and every file must be what its name says. */
function verifyFiles(parts: VerifyParts, attached: ReadonlySet<string>, report: Report): void {
  const missing = new Set(attached);
  for (const file of walkFiles(parts.db)) {
    missing.delete(file.sha256);
    if (file.content.length !== file.size || parts.sha256(file.content) !== file.sha256)
      report('file', file.sha256, '附件内容与校验值不符');
  }
  for (const sha256 of missing) report('file', sha256, '案卷中的附件不在库里');
}
