import { hash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { readPage } from '../../wire/frames.ts';
import { judge } from './judge-item.ts';
import { packJudged } from './judged-page.ts';
import type { PageAsked, PageSaid } from './page-thread.ts';

/** The thread that unpacks and judges large pages of the feed, while the desk's own writes the page before. */
const sha256 = (text: string) => hash('sha256', text);

parentPort?.on('message', async ({ id, body }: PageAsked) => {
  let said: PageSaid;
  try {
    const { items, bytes } = await readPage(body);
    const verdicts = items.map((item) => judge(item, sha256));
    said = { id, page: packJudged(items, bytes, verdicts) };
  } catch {
    // Whatever it was: the desk's own thread reads the page again and says what is wrong with it.
    said = { id, page: null };
  }
  const { page } = said;
  parentPort?.postMessage(said, page ? [page.lines.buffer, page.tokens.buffer] : []);
});
