import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ChainBuilder, sampleRecords } from '../../tests/builders/entries.ts';
import { entryKinds, entrySchema, payloadSchemas } from './entries.ts';
import { fitsOf } from './fits.ts';
import { readEntry } from './read-entry.ts';

const fits = fitsOf(entrySchema);

/** What the quick check must say: the schema takes the value and would change nothing of it. */
function passesUnchanged(raw: unknown): boolean {
  const read = entrySchema.safeParse(raw);
  return read.success && isDeepStrictEqual(read.data, raw);
}

interface Def {
  type: string;
  format?: string;
  shape?: Record<string, z.ZodType>;
  innerType?: z.ZodType;
  element?: z.ZodType;
  options?: z.ZodType[];
  valueType?: z.ZodType;
  entries?: Record<string, string>;
  values?: (string | number)[];
}

const SPECIAL = [
  '',
  ' ',
  '示例',
  'a'.repeat(64),
  '2026-02-29',
  '2026-03-02',
  '2026-03-02T09:42:10+08:00',
  '1.23',
  '__proto__',
];

/** A bound that a schema names, by the name of its check. */
function boundOf(schema: z.ZodType, name: string): number | undefined {
  const checks = (schema._zod.def as { checks?: { _zod: { def: object } }[] }).checks ?? [];
  const found = checks.map(({ _zod }) => _zod.def as Record<string, unknown>).find(({ check }) => check === name);
  return (found?.maximum ?? found?.minimum ?? found?.value) as number | undefined;
}

/** Values of about the form that a schema asks for. */
function about(schema: z.ZodType): fc.Arbitrary<unknown> {
  const def = schema._zod.def as unknown as Def;
  const of = (inner: z.ZodType | undefined) => about(inner as z.ZodType);
  if (def.format === 'uuid') return fc.uuid();
  if (def.format === 'datetime') return fc.constantFrom('2026-03-02T09:42:10+08:00', '2026-03-02T09:42:10Z');
  if (def.format === 'date') return fc.constantFrom('2026-03-02', '2024-02-29');
  switch (def.type) {
    case 'string':
      return fc.oneof(
        fc.constantFrom(...SPECIAL),
        fc.string({ minLength: 1, maxLength: 70 }),
        fc.nat(1).map((over) => '长'.repeat((boundOf(schema, 'max_length') ?? 1) + over)),
      );
    case 'number':
      return fc.oneof(
        fc.integer({ min: -1, max: 12_000 }),
        fc.constantFrom(0.5, 1, 2 ** 53, Number.POSITIVE_INFINITY),
        fc.integer({ min: -1, max: 1 }).map((by) => (boundOf(schema, 'less_than') ?? 0) + by),
        fc.integer({ min: -1, max: 1 }).map((by) => (boundOf(schema, 'greater_than') ?? 0) + by),
      );
    case 'boolean':
      return fc.boolean();
    case 'literal':
      return fc.constantFrom(...(def.values ?? []));
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries ?? {}));
    case 'nullable':
      return fc.option(of(def.innerType));
    case 'array':
      return fc.oneof(
        { weight: 4, arbitrary: fc.array(of(def.element), { maxLength: 3 }) },
        { weight: 1, arbitrary: tooMany(of(def.element), boundOf(schema, 'max_length') ?? 3) },
      );
    case 'record':
      return fc.dictionary(fc.string({ maxLength: 62 }), of(def.valueType), { maxKeys: 3, noNullPrototype: true });
    case 'union':
      return fc.oneof(...(def.options ?? []).map(about));
    case 'object': {
      const members = Object.entries(def.shape ?? {});
      const isOptional = (member: z.ZodType) => (member._zod.def as unknown as Def).type === 'optional';
      const requiredKeys = members.filter(([, member]) => !isOptional(member)).map(([name]) => name);
      const model = members.map(([name, member]) => {
        const inner = isOptional(member) ? (member._zod.def as unknown as Def).innerType : member;
        return [name, of(inner)] as const;
      });
      return fc.record(Object.fromEntries(model), { requiredKeys, noNullPrototype: true });
    }
    default:
      throw new Error(`no values for ${def.type}`);
  }
}

/** Of one element as many as may be, or one more; of thousands a few. */
function tooMany(element: fc.Arbitrary<unknown>, most: number): fc.Arbitrary<unknown> {
  return fc
    .tuple(element, fc.nat(1))
    .map(([one, over]) => Array.from({ length: most > 300 ? 3 : most + over }, () => one));
}

const whole = new ChainBuilder('TH03').register([...sampleRecords().values()][0]);
const entryOf = (kind: keyof typeof payloadSchemas) =>
  about(payloadSchemas[kind]).map((payload) => ({ ...whole, kind, payload }) as unknown);

/** One place of a value, changed, taken out, or with something unforeseen beside it. */
function bent(value: unknown, turns: readonly number[], by: unknown): unknown {
  const copy = structuredClone(value);
  let at = copy as Record<string, unknown>;
  for (const turn of turns) {
    const names = Object.keys(at);
    const name = names[turn % (names.length + 1)];
    if (name === undefined) {
      if (Array.isArray(at)) at.push(by ?? null);
      else at.unforeseen = by ?? null;
      return copy;
    }
    const inner = at[name];
    if (typeof inner !== 'object' || inner === null || turn === turns.at(-1)) {
      if (by === undefined && !Array.isArray(at)) delete at[name];
      else at[name] = by ?? null;
      return copy;
    }
    at = inner as Record<string, unknown>;
  }
  return copy;
}

const json = fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constantFrom(...SPECIAL), fc.constant(undefined));

describe('an entry is read as its schema reads it', () => {
  it.each(entryKinds)('%s: the quick check says what the schema says', (kind) => {
    fc.assert(
      fc.property(entryOf(kind), fc.array(fc.nat(30), { maxLength: 5 }), json, (entry, turns, by) => {
        for (const raw of [entry, bent(entry, turns, by)]) expect(fits(raw)).toBe(passesUnchanged(raw));
      }),
      { numRuns: 150 },
    );
  });

  it('bounds are the schema’s own, to the last one', () => {
    const number = z.number().int().min(1).max(5);
    const open = z.number().gt(1).lt(5);
    for (const schema of [number, open])
      for (const value of [0, 1, 1.5, 2, 5, 6, 2 ** 53, Number.NaN, '3'])
        expect([value, fitsOf(schema)(value)]).toEqual([value, schema.safeParse(value).success]);
    const some = z.array(z.string().min(2).max(3)).min(1).max(2);
    for (const value of [[], ['ab'], ['a'], ['abcd'], ['abc', 'abc'], ['ab', 'ab', 'ab'], 'ab', null])
      expect([value, fitsOf(some)(value)]).toEqual([value, some.safeParse(value).success]);
  });

  it('every sample goes the quick way', () => {
    const chain = new ChainBuilder('TH03');
    for (const record of sampleRecords().values()) expect(fits(chain.register(record))).toBe(true);
  });

  it('drops what the schema does not name, and is null for what breaks it', () => {
    expect(readEntry({ ...whole, unforeseen: 1 })).toEqual(whole);
    expect(readEntry({ ...whole, actor: { ...whole.actor, unforeseen: 1 } })).toEqual(whole);
    expect(readEntry({ ...whole, hash: 'x' })).toBeNull();
    expect(readEntry(null)).toBeNull();
  });

  it('a schema with something unknown in it is not checked by half', () => {
    expect(() => fitsOf(z.object({ at: z.date() }))).toThrow('no quick check for date');
    expect(() => fitsOf(z.string().trim())).toThrow('overwrite');
    expect(() => fitsOf(z.union([z.object({ a: z.string() }), z.string()]))).toThrow('object');
  });
});
