import { afterAll, describe, expect, it } from 'vitest';
import { Dice } from '../random-commands/dice.ts';
import { attempt, type Known } from './attempts.ts';
import {
  FIRST_COMPLAINER,
  handOverAndRead,
  knownOf,
  readingAt,
  recuse,
  SECOND_COMPLAINER,
  tellCommon,
  tellSecret,
} from './stories.ts';
import { type Ask, openWorld, type World } from './worlds.ts';

/** Attempts of each kind of reader; `LONG=1` makes all of them. */
const ATTEMPTS = process.env.LONG ? 4_000 : 750;
const SEED = Number(process.env.JIESU_SEED ?? 20_261_122);

const worlds: World[] = [];
afterAll(async () => {
  for (const world of worlds) await world.close();
});
async function world(): Promise<World> {
  const opened = await openWorld();
  worlds.push(opened);
  return opened;
}

/** The same attempts in two worlds, whose answers must be the same to the last byte. */
async function compare(one: World, other: World, known: Known, isMeant: (ask: Ask) => boolean): Promise<number> {
  let found = 0;
  for (let n = 0; n < ATTEMPTS; n += 1) {
    const ask = attempt(new Dice(SEED + n), known);
    if (!isMeant(ask)) continue;
    for (const each of [one, other]) each.chapter(`attempt ${n}`, readingAt);
    const [a, b] = [await one.ask(ask), await other.ask(ask)];
    if (a.status !== b.status || !withoutDate(a).equals(withoutDate(b))) {
      const [left, right] = [a.bytes.toString(), b.bytes.toString()];
      const at = Math.max(0, [...left].findIndex((char, place) => char !== right[place]) - 80);
      const shown = (text: string) => text.slice(at, at + 400);
      throw new Error(
        `attempt ${n} ${JSON.stringify(ask).slice(0, 300)}\n${a.status} …${shown(left)}\n≠\n${b.status} …${shown(right)}`,
      );
    }
    if (a.status === 200) found += 1;
  }
  return found;
}

/** Drawn papers and tables say when the program drew them, by the machine's own clock. */
function withoutDate({ type, bytes }: { type: string; bytes: Buffer }): Buffer {
  if (type.startsWith('application/json')) return bytes;
  if (type.includes('spreadsheet')) return withoutZipTimes(bytes);
  if (type !== 'application/pdf') return bytes;
  return Buffer.from(bytes.toString('latin1').replace(/\(D:\d{14}Z\)|\/ID \[[^\]]*\]/g, ''), 'latin1');
}

/** A zip's local and central headers hold the time of writing. */
function withoutZipTimes(bytes: Buffer): Buffer {
  const blank = Buffer.from(bytes);
  for (const [mark, place] of [
    ['PK\x03\x04', 10],
    ['PK\x01\x02', 12],
  ] as const) {
    for (let at = blank.indexOf(mark, 0, 'latin1'); at >= 0; at = blank.indexOf(mark, at + 4, 'latin1')) {
      blank.fill(0, at + place, at + place + 4);
    }
  }
  return blank;
}

describe(`${ATTEMPTS} attempts each to read on a desk what one may not (seed ${SEED})`, () => {
  it('meet, after a recusal, a desk on which the cases never were', async () => {
    const [one, other] = [await world(), await world()];
    for (const each of [one, other]) await tellCommon(each);
    const reader = one.officers.find(({ roles }) => roles.includes('intake_officer'));
    const told = await tellSecret(one, 'ducha', FIRST_COMPLAINER, '某甲');
    await recuse(one, reader?.id ?? '', reader?.name ?? '', told.caseIds);
    for (const each of [one, other]) await handOverAndRead(each, 'intake_officer');
    const found = await compare(one, other, knownOf(told, FIRST_COMPLAINER), () => true);
    expect(found).toBeGreaterThan(ATTEMPTS / 4);
  }, 3_600_000);

  it('give the person complained about a complainant like any other', async () => {
    const [one, other] = [await world(), await world()];
    const accused = one.officers.find(({ roles }) => roles.includes('window_rep'))?.name ?? '';
    const tellers = [
      [one, FIRST_COMPLAINER],
      [other, SECOND_COMPLAINER],
    ] as const;
    const told = [];
    for (const [each, who] of tellers) {
      await tellCommon(each);
      told.push(await tellSecret(each, 'intake_officer', who, `${accused}（胸牌12）`));
      await handOverAndRead(each, 'window_rep');
    }
    const [first, second] = told;
    if (!first || !second) throw new Error('nothing told');
    const [a, b] = [knownOf(first, FIRST_COMPLAINER), knownOf(second, SECOND_COMPLAINER)];
    const known = {
      ...a,
      words: [...a.words, ...b.words],
      records: [...a.records, ...b.records],
      files: [...a.files, ...b.files],
    };
    // What changes a case, or is drawn while others print, is for the other test.
    const reads = ({ path }: Ask) => !/case\.act|print\.enqueue|print\.jobs|print\.answer|\/status$/.test(path);
    const found = await compare(one, other, known, reads);
    expect(found).toBeGreaterThan(ATTEMPTS / 4);
    const file = await one.call<{ row: { complainantName: string } }>('case.get', { caseId: first.caseIds[0] });
    expect(file.row.complainantName).toBe('钱**');
  }, 3_600_000);
});
