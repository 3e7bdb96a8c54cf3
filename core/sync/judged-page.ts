import type { ErrorCode } from '../../domain/contract/errors.ts';
import type { FeedItem } from '../../domain/contract/wire.ts';
import type { Verdict } from './judge-item.ts';
import type { ReadPage } from './page-reader.ts';

/**
 * A judged page on its way from one thread to the other: few objects and much in plain bytes, which change hands without
 * being copied and go to the disk without being made a text in between.
 */
export interface JudgedPage {
  /** Position of the first item; 0 for a page without any. */
  pos: number;
  /** The place of each in its case, negative where it is masked. */
  seqs: number[];
  faults: (ErrorCode | null)[];
  /** The lines of the page, and where each of them ends; the first is the head. */
  lines: Uint8Array<ArrayBuffer>;
  lineEnds: Uint32Array;
  /** What is searched of each, one after the other, and where each ends; nothing for one that begins no case. */
  tokens: Uint8Array<ArrayBuffer>;
  tokenEnds: Uint32Array;
}

const LINE_FEED = 0x0a;

/** @param lines bytes of the page, as `readPage` gives them with its items */
export function packJudged(items: readonly FeedItem[], lines: Uint8Array, verdicts: readonly Verdict[]): JudgedPage {
  const lineEnds = new Uint32Array(items.length + 1);
  let at = -1;
  for (let line = 0; line <= items.length; line += 1) {
    const end = lines.indexOf(LINE_FEED, at + 1);
    at = end < 0 ? lines.length : end;
    lineEnds[line] = at;
  }
  const tokenEnds = new Uint32Array(items.length);
  const tokens = Buffer.from(verdicts.map(({ tokens }) => tokens ?? '').join(''), 'latin1');
  let length = 0;
  verdicts.forEach((verdict, index) => {
    length += verdict.tokens?.length ?? 0;
    tokenEnds[index] = length;
  });
  return {
    pos: items[0]?.pos ?? 0,
    seqs: items.map(({ seq, masked }) => (masked ? -seq : seq)),
    faults: verdicts.map(({ fault }) => fault),
    lines: new Uint8Array(lines),
    lineEnds,
    tokens: new Uint8Array(tokens),
    tokenEnds,
  };
}

/** The items of a judged page; their bytes are parts of it, and their texts are made when somebody asks. */
export function openJudged({ pos, seqs, faults, lines, lineEnds, tokens, tokenEnds }: JudgedPage): ReadPage {
  const [allLines, allTokens] = [Buffer.from(lines.buffer), Buffer.from(tokens.buffer)];
  const items = seqs.map((seq, index) => {
    const bytes = allLines.subarray((lineEnds[index] ?? 0) + 1, lineEnds[index + 1]);
    const searched = allTokens.subarray(index === 0 ? 0 : tokenEnds[index - 1], tokenEnds[index]);
    return {
      pos: pos + index,
      seq: Math.abs(seq),
      masked: seq < 0,
      bytes,
      get text() {
        return bytes.toString('utf8');
      },
      verdict: { fault: faults[index] ?? null, tokens: searched.length === 0 ? null : searched },
    };
  });
  return {
    items,
    letGo() {
      lines.buffer.transfer(0);
      tokens.buffer.transfer(0);
    },
  };
}
