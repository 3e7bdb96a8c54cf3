import { DeskError } from '../domain/contract/errors.ts';
import {
  MAX_UNPACKED_BYTES,
  type PushResponse,
  pushAnswersSchema,
  RECEIPT_SIGNATURE_BYTES,
} from '../domain/contract/wire.ts';
import { pack, unpack } from './pack.ts';

/**
 * The body that answers a push: packed JSON `[answers, epoch, seq, backed]`, then the receipt's signature as it is, because
 * packing would make it longer. Every edit is answered so.
 */
export async function packPushAnswer({ answers, epoch, receipt }: PushResponse): Promise<Uint8Array> {
  const packed = await pack(JSON.stringify([answers, epoch, receipt.seq, receipt.backed]));
  return Buffer.concat([packed, Buffer.from(receipt.signature, 'base64url')]);
}

/** @throws DeskError those of `unpack`; `bad_request`, ZodError or SyntaxError for what is no such answer */
export async function unpackPushAnswer(body: Uint8Array): Promise<PushResponse> {
  if (body.length <= RECEIPT_SIGNATURE_BYTES) throw new DeskError('bad_request', { detail: 'no receipt' });
  const [answers, epoch, seq, backed] = pushAnswersSchema.parse(
    JSON.parse(await unpack(body.subarray(0, -RECEIPT_SIGNATURE_BYTES), MAX_UNPACKED_BYTES)),
  );
  const signature = Buffer.from(body.subarray(-RECEIPT_SIGNATURE_BYTES)).toString('base64url');
  return { answers, epoch, receipt: { seq, backed, signature } };
}
