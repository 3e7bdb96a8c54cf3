import { type BenchStation, openBenchStation } from './bench-station.ts';
import { answerParent, now } from './child.ts';
import { benchRecords } from './records.ts';

let opened: BenchStation | null = null;

function station(): BenchStation {
  if (!opened) throw new Error('not open');
  return opened;
}

answerParent(
  {
    open: async (input: { dataDir: string; code: string; address: string; enrolCode: string | null }) => {
      opened = await openBenchStation(input.dataDir, input.code, input);
    },
    /** Stops sync, so that what is registered now waits. */
    goOffline: () => station().station.sync.stop(),
    goOnline: () => station().station.sync.start(),
    register: ({ count, seed }: { count: number; seed: number }) => {
      return station().register(benchRecords(count, seed));
    },
    /** Entries of its own that wait, as they will be sent. */
    texts: () =>
      station()
        .station.workspace.db.raw.prepare(
          'SELECT body FROM outbox JOIN whole_entries e ON e.id = outbox.entry_id ORDER BY outbox.station_seq',
        )
        .pluck()
        .all(),
    /** Milliseconds from the word go until the centre has everything. */
    push: async () => {
      const start = now();
      station().station.sync.start();
      await station().pushed();
      return now() - start;
    },
    /** Milliseconds from the word go until that many cases are here. */
    pull: async (cases: number) => {
      const start = now();
      station().station.sync.start();
      await station().holds(cases);
      return now() - start;
    },
    count: () => station().count(),
    /** Adds a note and says when the officer pressed the key. */
    note: ({ caseId, text }: { caseId: string; text: string }) => {
      const start = now();
      station().note(caseId, text);
      return { start, local: now() - start };
    },
    seen: ({ caseId, text }: { caseId: string; text: string }) =>
      station().until(caseId, (notes) => notes.includes(text)),
    pushed: async () => {
      await station().pushed();
      return now();
    },
    status: () => station().station.sync.status(),
  },
  () => opened?.close(),
);
