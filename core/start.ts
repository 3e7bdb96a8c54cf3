import { STATE_COUNCIL_CALENDAR } from '../domain/calendar/holidays.ts';
import { createDesk } from './desk.ts';
import { createEvents } from './events.ts';
import { loadProfiles } from './load-profiles.ts';
import type { Core, CoreOptions } from './options.ts';
import { systemPlatform } from './platform.ts';
import { systemOutside } from './sync/http-transport.ts';

// What a shell around the core needs besides it, so that this file stays the only one a shell imports.
export { withPages } from './door/front.ts';
export { startFailure } from './door/start-failure.ts';
export { defaultDataDir } from './door/where.ts';
export type { Core, CoreOptions, Keyring } from './options.ts';

/**
 * Starts the application: one function from Request to Response, and what goes on beside it (sync, printing).
 *
 * @throws DeskError `database_locked`, `database_newer`, `database_key`, `database_damaged`: nothing was changed
 */
export async function startCore(options: CoreOptions): Promise<Core> {
  return createDesk({
    options,
    platform: systemPlatform(options.log ?? (() => {})),
    events: createEvents(),
    profiles: loadProfiles(),
    calendar: STATE_COUNCIL_CALENDAR,
    outside: systemOutside(),
  });
}
