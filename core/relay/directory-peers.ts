import { z } from 'zod';
import type { Orm } from '../../db/open.ts';
import { readMeta } from '../../db/settings.ts';
import { stationKinds } from '../../domain/contract/wire.ts';
import type { Peer, PeerKeys } from './peer-keys.ts';

/** What a relay reads of the centre's directory; its signature was checked when it was taken in. */
const directorySchema = z.object({
  institution: z.string(),
  stations: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      kind: z.enum(stationKinds),
      units: z.array(z.string()),
      publicKey: z.string(),
      sealingKey: z.string(),
      revoked: z.boolean(),
    }),
  ),
});
type Directory = z.output<typeof directorySchema>;

/** Meta row of the directory in force: the signed rulebook, whose `body` is the directory as JSON. */
const KEY = 'directory';

/** The stations of this institution as the centre's directory in force names them; none before there is one. */
export function directoryPeers(orm: Orm): PeerKeys {
  /** Parsed once a version: a list of hundreds is asked for every entry's author. */
  let held: { document: string; directory: Directory | null } | null = null;
  function directory(): Directory | null {
    const document = readMeta<{ document?: string }>(orm, KEY)?.document;
    if (document === undefined) return null;
    if (held?.document !== document) held = { document, directory: parse(document) };
    return held.directory;
  }
  const all = (): readonly Peer[] => directory()?.stations ?? [];
  return {
    institution: () => directory()?.institution ?? null,
    find: (code) => all().find((peer) => peer.code === code) ?? null,
    all,
  };
}

function parse(document: string): Directory | null {
  try {
    return directorySchema.parse(JSON.parse((JSON.parse(document) as { body: string }).body));
  } catch {
    return null;
  }
}
