/** One at a time per key, in the order in which they asked. */
export function createTurns() {
  const last = new Map<string, Promise<unknown>>();
  return {
    /** Runs `task` when everything before it under this key has ended, well or not. */
    take<T>(key: string, task: () => Promise<T>): Promise<T> {
      const before = last.get(key) ?? Promise.resolve();
      const mine = before.then(task, task);
      last.set(key, mine);
      const forget = (): void => {
        if (last.get(key) === mine) last.delete(key);
      };
      mine.then(forget, forget);
      return mine;
    },
  };
}
