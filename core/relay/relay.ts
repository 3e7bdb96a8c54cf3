import { randomBytes } from 'node:crypto';
import { outboxCounts } from '../../db/outbox.ts';
import { DeskError, type ErrorCode, messageOf } from '../../domain/contract/errors.ts';
import type { BundleMade, BundlesView, BundleTaken } from '../../domain/contract/views/keeping.ts';
import { PATHS } from '../../domain/contract/wire.ts';
import type { Viewer } from '../../domain/disclosure/see.ts';
import { makeBundle, openBundle, readBundleHead, TO_CENTRE } from '../../wire/bundle.ts';
import { mayReport } from '../backup/standing.ts';
import { shanghaiIso } from '../platform.ts';
import { errorCodeOf } from '../sync/answers.ts';
import { BatchTooLarge, type SignedCall } from '../sync/signed-calls.ts';
import type { Workspace } from '../workspace.ts';
import { bundleBytes, delivered, listBundles, noteBundle, noteTrouble, troubles, undelivered } from './bundle-store.ts';
import { type Composed, composeCases, composeChain } from './compose.ts';
import { ownKeys } from './own-keys.ts';
import type { Peer, PeerKeys } from './peer-keys.ts';
import { takeCases } from './take-cases.ts';

const SHOWN = 200;
/** Bundles of others that wait here at most. */
const MAX_CARRIED = 50;
/** Time for the centre to take in a whole bundle, ms. */
const DELIVERY_MS = 120_000;

/** Refusals that no second offer changes. */
const FINAL: ReadonlySet<ErrorCode> = new Set([
  'bundle_damaged',
  'bundle_not_for_us',
  'bundle_untrusted',
  'too_large',
] as const);

/** Entries without a line: bundles made here, brought here, and carried to the centre for others. */
export function createRelay(workspace: Workspace, peers: PeerKeys) {
  const { db, platform, events, settings } = workspace;
  const own = () => settings().station.code;
  let delivering = false;

  function viewerOf(peer: Peer): Viewer {
    const { code, kind, units } = peer;
    return { code, kind, units, institution: peers.institution() ?? '' };
  }

  function recipientOf(to: string, centreSealingKey: string): { key: string; composed: () => Composed } {
    if (to === TO_CENTRE) return { key: centreSealingKey, composed: () => composeChain(workspace) };
    const peer = peers.find(to);
    if (!peer || peer.revoked || peer.sealingKey === '' || to === own())
      throw new DeskError('peer_unknown', { fields: [{ path: 'to', code: 'peer_unknown' }] });
    return { key: peer.sealingKey, composed: () => composeCases(workspace, viewerOf(peer)) };
  }

  /**
   * @param to `centre` or a station's code
   * @throws DeskError `restored_behind` while the own chain has no certain end, `centre_none`, `peer_unknown`, `too_large`,
   *   `bundle_empty` when the other side has nothing to gain
   */
  async function make(to: string): Promise<{ made: BundleMade; bytes: Uint8Array }> {
    if (!mayReport(db.orm)) throw new DeskError('restored_behind');
    const keys = ownKeys(db.orm);
    const { key, composed } = recipientOf(to, keys.centreSealingKey);
    const { content, ...sums } = composed();
    if (content.entries.length === 0) throw new DeskError('bundle_empty');
    const id = randomBytes(16).toString('hex');
    const at = shanghaiIso(platform.now());
    const bytes = await makeBundle({ id, from: own(), to, recipient: key, made: at, content }, keys.signing);
    const entries = content.entries.length;
    noteBundle(db.orm, {
      id,
      role: 'made',
      fromStation: own(),
      toWhom: to,
      entries,
      at,
      deliveredAt: null,
      body: Buffer.from(bytes),
    });
    events.emit({ type: 'bundle' });
    const day = at.slice(0, 10).replaceAll('-', '');
    const fileName = `jiesu-${own()}-${to}-${day}-${id.slice(0, 6)}.jsb`;
    const made = { id, fileName, bytes: bytes.length, entries, files: content.files.length, ...sums };
    return { made, bytes };
  }

  /**
   * Takes a bundle that somebody brought: opens it when it is for this station, keeps it for the centre when it is for
   * the centre.
   *
   * @throws DeskError `bundle_*` and those of `takeCases`; nothing is written then
   */
  async function take(bytes: Uint8Array): Promise<BundleTaken> {
    const head = readBundleHead(bytes);
    if (head.to === TO_CENTRE) return carry(bytes);
    const { content } = await openBundle(bytes, {
      keys: ownKeys(db.orm).sealing,
      name: own(),
      authorKey: (code) => trustedKey(code),
    });
    if (content.kind !== 'cases') throw new DeskError('bundle_damaged', { detail: 'kind' });
    const self = peers.find(own());
    if (!self) throw new DeskError('peer_unknown');
    const { caseIds, fresh } = takeCases(workspace, viewerOf(self), content);
    const row = { id: head.id, fromStation: head.from, toWhom: head.to, entries: head.entries };
    noteBundle(db.orm, { ...row, role: 'taken', at: shanghaiIso(platform.now()), deliveredAt: null, body: null });
    for (const caseId of caseIds) events.emit({ type: 'case', caseId });
    events.emit({ type: 'bundle' });
    return { id: head.id, role: 'taken', from: head.from, entries: head.entries, fresh };
  }

  function trustedKey(code: string): string | null {
    const peer = peers.find(code);
    return peer && !peer.revoked ? peer.publicKey : null;
  }

  /** Nobody can read it here, and nobody has to: only that it is whole is looked at. */
  function carry(bytes: Uint8Array): BundleTaken {
    const { id, from, to, entries } = readBundleHead(bytes);
    if (undelivered(db.orm).length >= MAX_CARRIED) throw new DeskError('too_large', { detail: 'bundles' });
    noteBundle(db.orm, {
      id,
      role: 'carried',
      fromStation: from,
      toWhom: to,
      entries,
      at: shanghaiIso(platform.now()),
      deliveredAt: null,
      body: Buffer.from(bytes),
    });
    events.emit({ type: 'bundle' });
    return { id, role: 'carried', from, entries, fresh: 0 };
  }

  /**
   * Hands what is carried to the centre, again and again as long as one of them got through: one may be what another
   * waits for. What the centre refuses stays here with the reason.
   *
   * @throws DeskError `centre_unreachable` and the like: the rest is tried with the next line
   */
  async function deliver(call: SignedCall): Promise<void> {
    if (delivering) return;
    delivering = true;
    try {
      for (let through = true; through; ) {
        through = false;
        for (const id of worthOffering()) if (await deliverOne(call, id)) through = true;
      }
    } finally {
      delivering = false;
    }
  }

  /** What the centre refused for good is not sent over a thin line again. */
  function worthOffering(): string[] {
    const said = troubles(db.orm);
    return undelivered(db.orm).filter((id) => !FINAL.has(said[id] ?? 'internal'));
  }

  async function deliverOne(call: SignedCall, id: string): Promise<boolean> {
    const body = bundleBytes(db.orm, id);
    if (!body) return false;
    const code = await offer(call, body);
    if (code === null) delivered(db.orm, id, shanghaiIso(platform.now()));
    else noteTrouble(db.orm, id, code);
    events.emit({ type: 'bundle' });
    return code === null;
  }

  return {
    make,
    take,
    deliver,
    hasUndelivered: () => worthOffering().length > 0,
    bytesOf: (id: string): Uint8Array | null => bundleBytes(db.orm, id),
    list(): BundlesView {
      const trouble = troubles(db.orm);
      const bundles = listBundles(db.orm, SHOWN).map(({ fromStation, toWhom, ...row }) => {
        const code = trouble[row.id];
        return { ...row, from: fromStation, to: toWhom, trouble: code ? { code, message: messageOf(code) } : null };
      });
      const stations = peers
        .all()
        .filter(({ code, revoked, sealingKey }) => code !== own() && !revoked && sealingKey !== '')
        .map(({ code, name }) => ({ code, name }));
      return { bundles, stations, centre: hasKeys(), pending: outboxCounts(db).pending };
    },
  };

  function hasKeys(): boolean {
    try {
      ownKeys(db.orm);
      return true;
    } catch {
      return false;
    }
  }
}

export type Relay = ReturnType<typeof createRelay>;

/** The centre's reason for not taking a bundle; null when it has it. */
async function offer(call: SignedCall, body: Uint8Array) {
  try {
    const response = await call({ method: 'POST', path: PATHS.bundles, body, silenceMs: DELIVERY_MS });
    if (response.status >= 500) throw new DeskError('centre_unreachable', { detail: `status ${response.status}` });
    if (response.status >= 200 && response.status < 300) {
      response.close();
      return null;
    }
    return (await errorCodeOf(response)) ?? 'centre_protocol';
  } catch (error) {
    if (error instanceof BatchTooLarge) return 'too_large';
    throw error;
  }
}
