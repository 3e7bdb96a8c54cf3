import { z } from 'zod';

/** One sampled point of a stroke. Coordinates are CSS pixels of the pad it was drawn on; `t` is ms since epoch. */
export const pointSchema = z.object({
  x: z.number().finite(),
  y: z.number().finite(),
  t: z.number().finite(),
  pressure: z.number().min(0).max(1),
});

/**
 * A signature as it was drawn: strokes, never only a picture, so that it can be redrawn at any size and examined later.
 * `width` and `height` are the pad's CSS pixels at the moment of signing.
 */
export const strokesSchema = z.object({
  width: z.number().min(1).max(10_000),
  height: z.number().min(1).max(10_000),
  strokes: z.array(z.array(pointSchema).min(1).max(5_000)).max(300),
});

/** A signature bound to the exact text that was shown: `textHash` is SHA-256 (hex) of `text` in UTF-8. */
export const signedTextSchema = z.object({
  purpose: z.enum(['registration', 'feedback']),
  signer: z.string().max(120),
  text: z.string().max(200_000),
  textHash: z.string().regex(/^[0-9a-f]{64}$/),
  signature: strokesSchema,
  signedAt: z.iso.datetime({ offset: true }),
  device: z.enum(['second_screen', 'tablet']),
});

export type SignaturePoint = z.output<typeof pointSchema>;
export type Strokes = z.output<typeof strokesSchema>;
export type SignedText = z.output<typeof signedTextSchema>;

/** Shortest ink that counts as a signature, in CSS pixels along all strokes together: a stray dot is not one. */
export const MIN_INK = 40;

/** Length of all strokes together, in CSS pixels. */
export function inkLength(strokes: Strokes): number {
  let length = 0;
  for (const stroke of strokes.strokes) {
    for (let i = 1; i < stroke.length; i += 1) {
      const a = stroke[i - 1];
      const b = stroke[i];
      if (a && b) length += Math.hypot(b.x - a.x, b.y - a.y);
    }
  }
  return length;
}

/** Whether nothing that could be a signature was drawn. */
export function isEmptySignature(strokes: Strokes): boolean {
  return inkLength(strokes) < MIN_INK;
}
