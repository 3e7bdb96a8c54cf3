import { answerParent } from '../sync/child.ts';
import { benchRecords } from '../sync/records.ts';
import { LightStation } from './light-station.ts';
import { type Share, shareMeter } from './share.ts';

/** Longest that a station thinks between two pushes, ms. */
const MOST_THOUGHT_MS = 6_000;
const RECORDS = 200;

/** What one station got done. */
export interface StationProgress {
  pushed: number;
  /** Entries of others that reached it over its open feed. */
  fed: number;
}

export interface LoadResult {
  stations: StationProgress[];
  /** From the request until its answer was read, ms: each station's first push, all of them soon after the start. */
  firsts: number[];
  /** All others. */
  answers: number[];
  errors: string[];
  /** Of those who ask. */
  share: Share;
}

let stations: LightStation[] = [];
const meter = shareMeter();
const records = benchRecords(RECORDS, 3);

answerParent(
  {
    enrol: async ({ port, invited }: { port: number; invited: { code: string; enrolCode: string }[] }) => {
      stations = [];
      for (const { code, enrolCode } of invited) {
        const station = new LightStation(code, port);
        await station.enrol(enrolCode);
        stations.push(station);
      }
      return stations.length;
    },
    run: async ({ seconds }: { seconds: number }): Promise<LoadResult> => {
      meter();
      const until = performance.now() + seconds * 1_000;
      const firsts: number[] = [];
      const answers: number[] = [];
      const errors: string[] = [];
      const end = new AbortController();
      const progress = stations.map(() => ({ pushed: 0, fed: 0 }));
      const works = stations.map((station, n) =>
        work(station, n, until, progress[n] ?? none(), { firsts, answers }, errors),
      );
      for (const [n, station] of stations.entries()) void listen(station, progress[n] ?? none(), end.signal, errors);
      await Promise.all(works);
      end.abort();
      return { stations: progress, firsts, answers, errors, share: meter() };
    },
  },
  () => {
    for (const station of stations) station.close();
  },
);

const none = (): StationProgress => ({ pushed: 0, fed: 0 });

async function work(
  station: LightStation,
  n: number,
  until: number,
  progress: StationProgress,
  { firsts, answers }: Pick<LoadResult, 'firsts' | 'answers'>,
  errors: string[],
): Promise<void> {
  for (let round = 0; ; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * MOST_THOUGHT_MS));
    if (performance.now() > until) return;
    const record = records[(n * 7 + round) % RECORDS];
    if (!record) return;
    const { caseId, text } = station.register(record);
    const notes = Array.from({ length: Math.floor(Math.random() * 5) }, (_, seen) =>
      station.note(caseId, `第${seen + 1}次回访：${round}`, seen + 1),
    );
    const began = performance.now();
    try {
      const given = await station.push([text, ...notes]);
      (round === 0 ? firsts : answers).push(performance.now() - began);
      for (const answer of given) {
        if (typeof answer === 'number') progress.pushed += 1;
        else errors.push(JSON.stringify(answer));
      }
    } catch (error) {
      errors.push(String(error));
      return;
    }
  }
}

async function listen(station: LightStation, progress: StationProgress, end: AbortSignal, errors: string[]) {
  try {
    while (!end.aborted) {
      for await (const { items } of station.feed(progress.fed, 300, end)) progress.fed += items;
    }
  } catch (error) {
    if (!end.aborted) errors.push(String(error));
  }
}
