import type { Timers } from '../../core/sync/transport.ts';

interface Appointment {
  at: number;
  order: number;
  task: () => void;
}

/**
 * Time of a simulated world. It stands still while anybody has something to do at once and then leaps to the next
 * appointment, so that an hour of waiting costs nothing and the same seed gives the same order of events.
 */
export class VirtualTime implements Timers {
  #now = 0;
  #order = 0;
  #next: Appointment[] = [];

  /** Milliseconds since the world began. */
  elapsed(): number {
    return this.#now;
  }

  after(ms: number, task: () => void): () => void {
    this.#order += 1;
    const appointment = { at: this.#now + Math.max(0, Number.isFinite(ms) ? ms : 0), order: this.#order, task };
    const all = this.#next;
    let place = all.length;
    while (place > 0 && (all[place - 1]?.at ?? 0) > appointment.at) place -= 1;
    all.splice(place, 0, appointment);
    return () => {
      const index = all.indexOf(appointment);
      if (index >= 0) all.splice(index, 1);
    };
  }

  /** Resolves when so much of this time has passed. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Lets everything happen that is due within `ms`, each at its moment. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await calm();
      const [first] = this.#next;
      if (!first || first.at > end) break;
      this.#next.shift();
      this.#now = first.at;
      first.task();
    }
    this.#now = end;
  }
}

/** When every promise that can go on has gone on: the event loop gets to its next turn only then. */
export function calm(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
