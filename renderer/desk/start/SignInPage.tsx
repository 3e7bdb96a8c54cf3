import type { SetupStatus } from '../../../domain/contract/views.ts';
export function SignInPage({ setup }: { setup: SetupStatus; onSignedIn: (token: string) => void }) {
  return <h1>{setup.version}</h1>;
}
