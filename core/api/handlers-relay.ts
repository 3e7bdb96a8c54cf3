import { goOnHere } from '../backup/go-on.ts';
import { demandAdmin } from './context.ts';
import type { OfficerHandlers, OfficerName } from './dispatch.ts';

type RelayName = Extract<OfficerName, `backup.${string}` | `bundle.${string}`>;

export const relayHandlers: Pick<OfficerHandlers, RelayName> = {
  'backup.get': ({ station }) => station.backups.view(),
  'backup.configure': (caller, input) => {
    demandAdmin(caller);
    caller.station.backups.configure(input);
    return caller.station.backups.view();
  },
  'backup.newCode': (caller) => {
    demandAdmin(caller);
    return caller.station.backups.newCode();
  },
  'backup.make': ({ station }) => {
    // How it ends is noted and told; nobody waits here for minutes.
    station.backups.make().catch(() => undefined);
    return station.backups.view();
  },
  'backup.goOn': (caller) => {
    demandAdmin(caller);
    goOnHere(caller.station.workspace);
    caller.station.sync.hurry();
    return caller.station.backups.view();
  },
  'bundle.list': ({ station }) => station.relay.list(),
  'bundle.make': async ({ station }, input) => (await station.relay.make(input.to)).made,
};
