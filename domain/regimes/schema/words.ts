import { z } from 'zod';
import { type CommandType, commandSchema } from '../../contract/commands.ts';

/** Words and small shapes that every part of a profile is made of. */
export const actionTypes = commandSchema.options.map((option) => option.shape.type.value) as CommandType[];

/** Things are kept by their ids: one that every object already has a member for (`constructor`) would find that instead. */
export const id = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u)
  .refine((name) => !(name in Object.prototype), '不能用作编号');
export const text = z.string().min(1);

export const ids = z.array(id);

export const source = text.nullable();

/** What happened, as limits name it. Some have no entry of their own yet; a limit that waits for one shows no clock. */
export const events = [
  'received',
  'registered',
  'submitted',
  'accepted',
  'accept_decided',
  'opinion_drafted',
  'approved',
  'forwarded',
  'order_received',
  'signed',
  'returned',
  'contacted',
  'unit_replied',
  'answered',
  'written_reply',
  'closed',
  'archived',
  'fed_back',
  'reported',
  'dispatched',
  'dispatch_received',
  'arrived',
  'letter_received',
  'assigned_by_superior',
  'extension_requested',
  'urged',
  'due',
  'period_start',
  'checked',
] as const;

export type RegimeEvent = (typeof events)[number];

export const units = [
  'minute',
  'immediate',
  'same_day',
  'working_day',
  'calendar_day',
  'month',
  'every_day',
  'promised_date',
  'agreed_date',
  'customer_date',
  'superior_date',
  'promptly',
  'unspecified',
] as const;

export type LimitUnit = (typeof units)[number];

/** Units whose date a person enters. */
export const ENTERED_DATES: ReadonlySet<LimitUnit> = new Set([
  'promised_date',
  'agreed_date',
  'customer_date',
  'superior_date',
]);

/** A rule that a person must know or answer for, with its sentence. */
export const ruleSchema = z.strictObject({ id, text, source });
