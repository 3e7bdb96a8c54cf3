import { z } from 'zod';
import { canonicalJson } from '../case-file/chain.ts';
import type { ErrorCode } from '../contract/errors.ts';

/**
 * A rulebook is a regime (办理制度), one year's holiday calendar or an institution's directory as the centre signed it. The signature covers the whole
 * document, its place in the centre's order included, so that nobody on the way can pass an older one off as newer.
 */
export const rulebookKinds = ['regime', 'calendar', 'directory'] as const;
export type RulebookKind = (typeof rulebookKinds)[number];

/** Longest rule file, in characters; the thirteen shipped procedures have at most 25,000. */
export const MAX_RULEBOOK_LENGTH = 200_000;
/** Longest directory, in characters: some 250 a station, 150 an officer. */
export const MAX_DIRECTORY_LENGTH = 2_000_000;

export const rulebookId = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]{0,39}$/u);
/** `+` is left to versions that a station names itself (`core/rulebooks/`). */
export const rulebookVersion = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u);

export const rulebookSchema = z
  .strictObject({
    kind: z.enum(rulebookKinds),
    /** Regime id, the calendar's year, or a short name of the directory's institution. */
    id: rulebookId,
    version: rulebookVersion,
    /**
     * Rises over all that a centre publishes: of two versions the one with the higher number is in force. A station sees
     * gaps, where something went to other institutions only.
     */
    sequence: z.number().int().min(1),
    /** Which key signed: see `keyIdOf`. */
    keyId: z.string().regex(/^[0-9a-f]{16}$/),
    /** The YAML file, letter by letter; a directory as canonical JSON. */
    body: z.string().min(1).max(MAX_DIRECTORY_LENGTH),
    /** Ed25519 (RFC 8032) over the UTF-8 bytes of `signedText`, base64. */
    signature: z.string().max(100),
  })
  .refine(({ kind, body }) => kind === 'directory' || body.length <= MAX_RULEBOOK_LENGTH);
export type Rulebook = z.output<typeof rulebookSchema>;
export type UnsignedRulebook = Omit<Rulebook, 'signature'>;

/** Sets these signatures apart from all others that an Ed25519 key of ours makes (requests, receipts). */
const DOMAIN = 'jiesu-desk/rulebook/1\n';

/** The document without its signature, in the one form that is signed and stored: canonical JSON (RFC 8785). */
export function documentText({ kind, id, version, sequence, keyId, body }: UnsignedRulebook): string {
  return canonicalJson({ kind, id, version, sequence, keyId, body });
}

/** What the signature covers. */
export function signedText(rulebook: UnsignedRulebook): string {
  return DOMAIN + documentText(rulebook);
}

/** Short name of a key: the first 16 hex digits of its raw 32 bytes' SHA-256. */
export function keyIdOf(rawKey: Uint8Array, sha256: (data: Uint8Array) => string): string {
  return sha256(rawKey).slice(0, 16);
}

/** How people are told which file a fault is in. */
export function fileNameOf({ kind, id, version }: Pick<Rulebook, 'kind' | 'id' | 'version'>): string {
  if (kind === 'directory') return `directory-${id}@${version}.json`;
  return `${kind === 'calendar' ? `calendar-${id}` : id}@${version}.yaml`;
}

/** The centre's key as a station pinned it when it enrolled. */
export interface PinnedKey {
  id: string;
  /** Raw 32 bytes, base64. */
  publicKey: string;
}

/** Ed25519 verification, given from outside. Anything malformed is `false`. */
export type VerifyEd25519 = (publicKey: string, text: string, signature: string) => boolean;

export type Verified =
  | { ok: true; rulebook: Rulebook }
  | { ok: false; code: Extract<ErrorCode, 'rulebook_invalid' | 'rulebook_signature' | 'centre_key_changed'> };

/** Whether a document is what the pinned centre signed. What is in it is another question: see `readRulebook`. */
export function verifyRulebook(raw: unknown, pinned: PinnedKey, verify: VerifyEd25519): Verified {
  const parsed = rulebookSchema.safeParse(raw);
  if (!parsed.success) return { ok: false, code: 'rulebook_invalid' };
  const rulebook = parsed.data;
  if (rulebook.keyId !== pinned.id) return { ok: false, code: 'centre_key_changed' };
  if (!verify(pinned.publicKey, signedText(rulebook), rulebook.signature)) {
    return { ok: false, code: 'rulebook_signature' };
  }
  return { ok: true, rulebook };
}
