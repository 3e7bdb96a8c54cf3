import type { InputOf, OutputOf, ProcedureName } from '../../domain/contract/procedures.ts';
import { type Desk, Refused, startDesk } from './desk.ts';

/**
 * A desk that is killed again and again at random moments, and an officer who starts it again, signs in and repeats what
 * was not acknowledged. Repeats carry the same ids, as the real screens' do.
 */
export interface RestartingDesk {
  call<N extends ProcedureName>(name: N, input: InputOf<N>): Promise<OutputOf<N>>;
  bytes: Desk['bytes'];
  kills(): number;
  /** No more kills; the desk stays up. */
  calm(): void;
  stop(): Promise<void>;
}

export interface KillPlan {
  /** How many times the core is killed at most. */
  kills: number;
  /** Seeded source of randomness, 0 to 1. */
  random: () => number;
  /** Longest life after a start, in ms. */
  longestLife: number;
}

export async function startRestartingDesk(
  dataDir: string,
  officer: { officerId: string; pin: string },
  plan: KillPlan,
): Promise<RestartingDesk> {
  let killed = 0;
  let calm = false;
  let current: Promise<Desk> = begin();

  async function begin(): Promise<Desk> {
    const desk = await startDesk(dataDir);
    if (!calm && killed < plan.kills) {
      setTimeout(() => {
        if (calm) return;
        killed += 1;
        current = desk.running.kill().then(begin);
      }, plan.random() * plan.longestLife);
    }
    try {
      await desk.signIn(officer.officerId, officer.pin);
    } catch (error) {
      if (error instanceof Refused) throw error;
    }
    return desk;
  }

  return {
    async call(name, input) {
      for (;;) {
        const asked = current;
        const desk = await asked;
        try {
          return await desk.call(name, input);
        } catch (error) {
          if (error instanceof Refused && error.code !== 'not_signed_in') throw error;
          if (current === asked && error instanceof Refused)
            await desk.signIn(officer.officerId, officer.pin).catch(() => {});
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
      }
    },
    bytes: async (path) => (await current).bytes(path),
    kills: () => killed,
    calm: () => {
      calm = true;
    },
    async stop() {
      calm = true;
      await (await current).running.stop();
    },
  };
}

/** Small seeded generator (mulberry32), so that a failing run can be repeated. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
