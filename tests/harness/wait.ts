/** Asks again and again until the answer is there. @throws Error after `ms` with the last answer */
export async function until<T>(ask: () => Promise<T> | T, good: (value: T) => boolean, ms = 15_000): Promise<T> {
  const end = Date.now() + ms;
  let last: T | undefined;
  while (Date.now() < end) {
    last = await ask();
    if (good(last)) return last;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`not within ${ms} ms: ${JSON.stringify(last)?.slice(0, 400)}`);
}
