import type { Directory } from '../../domain/rulebook/directory.ts';
import { directoryInForce, storedDirectory } from '../directory/directory-store.ts';
import type { Workspace } from '../workspace.ts';
import type { Peer, PeerKeys } from './peer-keys.ts';

/** The stations of this institution as the centre's directory in force names them; none before there is one. */
export function directoryPeers(workspace: Pick<Workspace, 'db'>): PeerKeys {
  /** Parsed once a version: a list of hundreds is asked for every entry's author. */
  let held: { document: string; directory: Directory | null } | null = null;
  function directory(): Directory | null {
    const document = storedDirectory(workspace)?.document;
    if (document === undefined) return null;
    if (held?.document !== document) held = { document, directory: directoryInForce(workspace) };
    return held.directory;
  }
  const all = (): readonly Peer[] => directory()?.stations ?? [];
  return {
    institution: () => directory()?.institution ?? null,
    find: (code) => all().find((peer) => peer.code === code) ?? null,
    all,
  };
}
