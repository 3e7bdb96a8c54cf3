import type { SetupStatus } from '../../../domain/contract/views.ts';
export function SetupPage({ setup }: { setup: SetupStatus; onDone: () => void }) {
  return <h1>{setup.version}</h1>;
}
