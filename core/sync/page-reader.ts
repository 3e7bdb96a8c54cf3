import type { FeedItem } from '../../domain/contract/wire.ts';
import { readPage } from '../../wire/frames.ts';
import type { Verdict } from './judge-item.ts';

/** An item of a page as it was read, judged already or yet to be; `bytes` are those of its text, where they are at hand. */
export type ReadItem = FeedItem & { verdict?: Verdict; bytes?: Uint8Array };

/** A page as it was read. */
export interface ReadPage {
  items: ReadItem[];
  /** Lets go of the bytes: megabytes that would wait for the garbage collector, which sees only how few objects they are. */
  letGo?(): void;
}

/** Who unpacks the pages of a feed, and may judge their items: given from outside, as it may be another thread. */
export interface PageReader {
  /**
   * @param body of a page's frame, packed
   * @throws DeskError `centre_protocol` for what is no page of ours
   */
  read(body: Uint8Array): Promise<ReadPage>;
  /** Lets go of what it holds; it may be asked again. */
  close(): void;
}

/** Reads in this thread and leaves the judging to whoever takes the items: best for the few entries of a live feed. */
export const plainReader: PageReader = {
  read: async (body) => ({ items: (await readPage(body)).items }),
  close() {},
};
