import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { buildScreens, coreIsStale, screensAreStale } from '../scripts/build.ts';
import { buildCore, CORE_ENTRY } from '../scripts/build-core.ts';
import { findBrowser } from '../scripts/find-browser.ts';
import { ROOT } from '../scripts/root.ts';
import { setUpDemo } from './desk.ts';
import { type Figure, figure, timed, timesOf } from './statistics.ts';

const RENDERER = join(ROOT, 'dist/renderer');
const CORE = [join(ROOT, CORE_ENTRY), '--json', '--with-parent', '--renderer', RENDERER, '--data'];
const BLANK = 'about:blank';
const WARM_UP = 1;
const NODE = 'console.log(\'{"url":""}\'); process.stdin.on(\'close\', () => process.exit(0)).resume()';

/**
 * From nothing to a desk that can be used: the core's process as `npm start` spawns it, then Chromium, then the sign-in
 * page with its officers. Beside it the same Chromium showing an empty page; and the core alone beside an empty Node.
 */
export async function benchReady(folder: string, quick: boolean): Promise<Figure[]> {
  const found = findBrowser();
  if (found === null) throw new Error('no Chromium, Chrome or Edge on this machine');
  if (screensAreStale()) await buildScreens();
  if (coreIsStale()) await buildCore();
  const dataDir = join(folder, 'ready');
  await setUpDemo(dataDir);
  const leftOpen: (() => Promise<void>)[] = [];
  const tidy = async () => {
    for (const close of leftOpen.splice(0).reverse()) await close();
  };
  const start = async (args: readonly string[]): Promise<string> => {
    const program = await startProgram(args);
    leftOpen.push(program.end);
    return program.url;
  };
  const show = async (url: string): Promise<void> => {
    const browser = await chromium.launch({ executablePath: found.path, args: found.args });
    leftOpen.push(() => browser.close());
    const page = await browser.newPage();
    await page.goto(url);
    if (url !== BLANK) await page.getByRole('radio').first().waitFor();
  };

  const samples = { desk: [] as number[], core: [] as number[], node: [] as number[], blank: [] as number[] };
  try {
    for (let run = 0; run < WARM_UP + (quick ? 3 : 10); run += 1) {
      let answered = 0;
      const desk = await timed(async () => {
        let url = '';
        answered = await timed(async () => {
          url = await start([...CORE, dataDir]);
        });
        await show(url);
      });
      await tidy();
      const blank = await timed(() => show(BLANK));
      await tidy();
      const node = await timed(() => start(['-e', NODE]));
      await tidy();
      if (run < WARM_UP) continue;
      samples.desk.push(desk);
      samples.core.push(answered);
      samples.blank.push(blank);
      samples.node.push(node);
    }
  } finally {
    await tidy();
  }
  const chromiumAlone = { what: 'Chromium with an empty page', times: timesOf(samples.blank) };
  return [
    figure('start to sign-in page', timesOf(samples.desk), chromiumAlone),
    figure('of it, until the core answers', timesOf(samples.core), {
      what: 'an empty Node process',
      times: timesOf(samples.node),
    }),
    figure(
      'of it, Chromium and the page',
      timesOf(samples.desk.map((whole, run) => whole - (samples.core[run] ?? 0))),
      chromiumAlone,
    ),
  ];
}

/** Starts a Node program and waits for its first line, `{"url":…}`. */
async function startProgram(args: readonly string[]): Promise<{ url: string; end(): Promise<void> }> {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const { url } = JSON.parse(line) as { url?: string };
    if (url === undefined) throw new Error(line);
    return {
      url,
      async end() {
        const gone = once(child, 'exit');
        child.stdin.end();
        await gone;
      },
    };
  }
  throw new Error('the core ended before it was ready');
}
