import { projectCase } from '../../core/services/project-case.ts';
import type { Backup } from './ledger.ts';
import type { SimulatedStation } from './station.ts';
import type { World } from './world.ts';

/**
 * A bug put into the world on purpose, from outside the program: proof that the simulation sees such a one.
 */
export interface Plant {
  name: string;
  begin?(world: World): Promise<void>;
  centreDied?(world: World): Promise<void>;
  stationDied?(world: World, station: SimulatedStation): void;
  settling?(world: World): Promise<void>;
}

/** Every plant, made anew for each world because some remember. */
export const PLANTS: Record<string, () => Plant> = {
  /** The centre says "stored" before its disk has it: when the process dies, what was said last is gone. */
  'ack before commit': () => {
    let before: Backup | null = null;
    return {
      name: 'ack before commit',
      async begin(world) {
        world.centre.beforePush = async () => {
          before = await world.stage.ledger.backup();
        };
      },
      async centreDied(world) {
        if (before) await world.stage.ledger.putBack(before);
        before = null;
      },
    };
  },
  /** The station moves its cursor before the rows are there: a crash between the two loses them. */
  'cursor ahead of rows': () => ({
    name: 'cursor ahead of rows',
    async begin(world) {
      for (const station of world.stations) station.line.notesPages = true;
    },
    stationDied(_world, station) {
      station.believesAt = station.line.lastPage;
    },
  }),
  /** The centre does not look whether it has an entry already: what is delivered twice is judged anew. */
  'missing dedupe': () => ({
    name: 'missing dedupe',
    async begin(world) {
      world.centre.overlooks = (row) => ['place', 'id'].includes(String((row as { what?: unknown }).what));
    },
  }),
  /** A replica orders a case by the writers' clocks instead of the centre's word. */
  'wall-clock order': () => ({
    name: 'wall-clock order',
    async settling(world) {
      for (const { life } of world.stations) {
        const { db, workspace } = life;
        db.raw.exec(`UPDATE entries SET server_seq = (
          SELECT count(*) FROM whole_entries other WHERE other.case_id = entries.case_id AND other.server_seq IS NOT NULL
            AND (other.kind <> 'registered', json_extract(other.body, '$.wallTime'), other.id)
              <= (entries.kind <> 'registered', (SELECT json_extract(body, '$.wallTime') FROM entry_bodies WHERE entry = entries.row), entries.id))
          WHERE server_seq IS NOT NULL AND kind <> 'registered'`);
        for (const id of db.raw.prepare('SELECT case_id FROM cases').pluck().all() as string[])
          projectCase(workspace, id);
      }
    },
  }),
  /** Disclosure is off by one role: a second window sees what the supervision office sees. */
  'disclosure off by one role': () => ({
    name: 'disclosure off by one role',
    async begin(world) {
      await world.stage.ledger.rows("UPDATE stations SET kind = 'leader_desk' WHERE kind = 'hall_window'");
    },
  }),
};
