import type { FeedItem } from '../domain/contract/wire.ts';
import type { FeedPage } from './feed.ts';
import type { Ingested } from './ingest.ts';

/** Longest page that is remembered, UTF-16 units of entries: an edit or a few, not a batch. */
const MAX_TEXT = 16 * 1024;

interface Fresh {
  epoch: string;
  /** Position after which the items stand. */
  base: number;
  items: FeedItem[];
}

/**
 * What this process wrote last into each feed, so that a reader who waits there gets it without a question to the database.
 * Positions never come to mean something else within an epoch, so a page that begins where the reader stands is right.
 */
export class FreshPages {
  readonly #last = new Map<string, Fresh>();

  /** Keeps what is committed, nothing else. Masked entries are left to whoever masks them. */
  keep({ epoch, batch, items, grown }: Ingested): void {
    const stored = new Map(batch.stored.map(({ link, caseSeq }) => [link.stationSeq, { text: link.text, caseSeq }]));
    for (const [station, ofFeed] of Map.groupBy(items, (item) => item.station)) {
      this.#last.delete(station);
      const base = grown.get(station);
      let size = 0;
      const page = ofFeed.flatMap(({ nth, author, authorSeq, masked }): FeedItem[] => {
        const written = author === batch.author ? stored.get(authorSeq) : undefined;
        if (masked || base === undefined || written?.caseSeq == null) return [];
        size += written.text.length;
        return [{ pos: base + nth, seq: written.caseSeq, masked, text: written.text }];
      });
      if (base !== undefined && page.length === ofFeed.length && size <= MAX_TEXT)
        this.#last.set(station, { epoch, base, items: page });
    }
  }

  /** The page after a position, null when it is not at hand. */
  after(epoch: string, station: string, position: number, maxBytes: number): FeedPage | null {
    const fresh = this.#last.get(station);
    if (!fresh || fresh.epoch !== epoch || fresh.base !== position) return null;
    if (fresh.items.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0) > maxBytes) return null;
    return { items: fresh.items, head: fresh.base + fresh.items.length };
  }
}
