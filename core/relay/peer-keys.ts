import type { StationKind } from '../../domain/contract/wire.ts';

/** Another station, as the centre's signed directory says. */
export interface Peer {
  code: string;
  name: string;
  kind: StationKind;
  units: readonly string[];
  /** Raw Ed25519 key, base64. */
  publicKey: string;
  /** Raw X25519 key, base64. */
  sealingKey: string;
  revoked: boolean;
}

/** The stations of this institution, itself included. Whatever is not signed by the centre is not in here. */
export interface PeerKeys {
  institution(): string | null;
  find(code: string): Peer | null;
  all(): readonly Peer[];
}
