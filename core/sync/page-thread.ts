import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type JudgedPage, openJudged } from './judged-page.ts';
import { type PageReader, plainReader, type ReadPage } from './page-reader.ts';
import type { Timers } from './transport.ts';

export interface PageAsked {
  id: number;
  body: Uint8Array;
}
/** Answer of the thread; `page` is null where it could not read it. */
export interface PageSaid {
  id: number;
  page: JudgedPage | null;
}

/** Beside this file in the sources and in every bundle, with the same ending. */
const WORKER = join(import.meta.dirname, `page-worker${extname(import.meta.filename)}`);
/** Packed bytes from which a page is worth the way to another thread and back. */
const LARGE = 16 * 1024;
/** Without a large page for so long the thread ends, ms. */
const REST_MS = 10_000;
/** Most memory of the thread, MiB. A page for which it is too little is read here, as after any other death. */
const MEMORY = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 3 };

interface Waiting {
  body: Uint8Array;
  resolve: (page: ReadPage | Promise<ReadPage>) => void;
}

/** A thread at work, from its start to its end. */
interface Thread {
  worker: Worker;
  waiting: Map<number, Waiting>;
}

/**
 * Reads large pages in a thread of its own, which runs only while such pages come. Small ones are read here, as is the one
 * that makes it start. What the thread did not answer for, whatever the reason, is read here too.
 *
 * @param program of the thread
 */
export function threadedReader(timers: Timers, program = WORKER): PageReader {
  let thread: Thread | null = null;
  let asked = 0;
  let cancelRest = () => {};
  /** Once a thread has died nothing is gained by starting the next. */
  let hasDied = false;

  function start(): Thread {
    const worker = new Worker(program, { resourceLimits: MEMORY });
    worker.unref();
    const started: Thread = { worker, waiting: new Map() };
    const ended = () => {
      if (thread === started) {
        thread = null;
        hasDied = true;
      }
      for (const id of started.waiting.keys()) answer(started, id, null);
    };
    worker.on('message', ({ id, page }: PageSaid) => answer(started, id, page));
    worker.on('error', ended);
    worker.on('exit', ended);
    return started;
  }

  /** A turn later: what came over the line meanwhile goes to the thread before this page is written to the disk. */
  function answer({ waiting }: Thread, id: number, page: JudgedPage | null): void {
    const asker = waiting.get(id);
    waiting.delete(id);
    if (asker) setImmediate(() => asker.resolve(page ? openJudged(page) : plainReader.read(asker.body)));
  }

  function close(): void {
    cancelRest();
    const ending = thread;
    thread = null;
    // Its end answers for what it still had.
    void ending?.worker.terminate();
  }

  function ask({ worker, waiting }: Thread, body: Uint8Array): Promise<ReadPage> {
    asked += 1;
    const id = asked;
    const copy = new Uint8Array(body);
    worker.postMessage({ id, body: copy } satisfies PageAsked, [copy.buffer]);
    return new Promise((resolve) => waiting.set(id, { body, resolve }));
  }

  return {
    async read(body) {
      if (body.length < LARGE || hasDied) return plainReader.read(body);
      cancelRest();
      cancelRest = timers.after(REST_MS, close);
      if (thread) return ask(thread, body);
      thread = start();
      return plainReader.read(body);
    },
    close,
  };
}
