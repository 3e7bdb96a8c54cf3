import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATE_COUNCIL_CALENDAR as CALENDAR } from '../domain/calendar/holidays.ts';
import { applyEntry, foldCase } from '../domain/case-file/apply.ts';
import { type DecideContext, decide } from '../domain/case-file/decide.ts';
import type { CaseState } from '../domain/case-file/state.ts';
import type { Command } from '../domain/contract/commands.ts';
import { type Actor, type Entry, type NewFact, payloadSchemas } from '../domain/contract/entries.ts';
import { DeskError, ERROR_MESSAGES, type ErrorCode } from '../domain/contract/errors.ts';
import type { SignedText } from '../domain/contract/signature.ts';
import { clocksOf, nextDue } from '../domain/regimes/clocks.ts';
import type { Profile } from '../domain/regimes/profile-schema.ts';
import { nextStep } from '../domain/regimes/steps.ts';
import { allowedActions } from '../domain/regimes/workflow.ts';
import { Dice } from './random-commands/dice.ts';
import { oneStepOn } from './random-commands/finish.ts';
import { type Desk, Hall } from './random-commands/hall.ts';
import { INSTITUTIONS } from './random-commands/institutions.ts';
import { brokenRules, keyOf } from './random-commands/rules.ts';
import { COMMAND_TYPES, OFFICERS, randomWish, TARGET_CASE } from './random-commands/wishes.ts';

/** Commands over all institutions; `JIESU_COMMANDS` makes the long profile. */
const COMMANDS = Number(process.env.JIESU_COMMANDS ?? 4_000);
const SEED = Number(process.env.JIESU_SEED ?? 20_261_122);
/** Commands in one life at most; half as many on the average. */
const LIFE = 60;

/** Refusals that say: not now, or not you. An action that is offered is not refused so. */
const ORDER: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'step_not_allowed',
  'role_not_allowed',
  'already_done',
  'no_refusal_in_regime',
  'too_late',
  'recused',
  'extension_pending',
  'extension_used',
]);

const ACTION_OF: Partial<Record<NewFact['kind'], Command['type']>> = {
  accepted: 'accept',
  approved: 'approve',
  assigned: 'assign',
  replied: 'reply',
  fed_back: 'feed_back',
  closed: 'close',
  recorded: 'record',
};

interface Move {
  station: 0 | 1;
  officer: number;
  /** Which role speaks: one of the step that is waited for, one of the regime's, all, or none. */
  speaks: 'waited' | 'one' | 'all' | 'none';
  wish: 'waited' | 'any';
  dice: number;
  /** Minutes since the move before. */
  minutes: number;
  sync: 'none' | 'push' | 'pull' | 'both';
}

const move = fc.record<Move>({
  station: fc.constantFrom(0, 1),
  officer: fc.nat(OFFICERS.length - 1),
  speaks: fc.constantFrom('waited', 'waited', 'one', 'all', 'all', 'none'),
  wish: fc.constantFrom('waited', 'any', 'any'),
  dice: fc.nat(),
  minutes: fc.oneof(fc.constant(0), fc.nat(600), fc.nat(6_000)),
  sync: fc.constantFrom('none', 'none', 'push', 'pull', 'both', 'both'),
});
const life = fc.record({
  institution: fc.nat(INSTITUTIONS.length - 1),
  complaint: fc.nat(100),
  moves: fc.array(move, { maxLength: LIFE, size: 'max' }),
});

const SIGNED: SignedText = {
  purpose: 'feedback',
  signer: '示例投诉人',
  text: '处理结果',
  textHash: '0'.repeat(64),
  signature: { width: 100, height: 50, strokes: [] },
  signedAt: '2026-03-02T10:00:00+08:00',
  device: 'second_screen',
};

describe(`${COMMANDS} random commands on two desks (seed ${SEED})`, () => {
  let tried = 0;
  let carried = 0;

  it('never get a case stuck, let no illegal step pass, leave nothing half done, and fold alike everywhere', () => {
    fc.assert(
      fc.property(life, ({ institution, complaint, moves }) => {
        const { profile, records } = INSTITUTIONS[institution] ?? { profile: null, records: [] };
        const record = records[complaint % records.length];
        if (!profile || !record) throw new Error('no institution');
        const journal: string[] = [profile.id];
        try {
          const run = new Run(profile, new Hall(profile, record, actorOf('o-1', [])), journal, record.received_at);
          for (const one of moves) run.play(one);
          run.finish();
          tried += run.tried;
          carried += run.carried;
        } catch (error) {
          throw new Error(`${(error as Error).message}\n${journal.join('\n')}`, { cause: error });
        }
      }),
      { seed: SEED, numRuns: Math.ceil(COMMANDS / (LIFE / 3)) },
    );
    console.info(`random commands: ${tried} tried, ${carried} carried out, seed ${SEED}`);
    expect(tried).toBeGreaterThanOrEqual(COMMANDS);
    expect(carried).toBeGreaterThan(tried / 10);
  }, 3_600_000);
});

function actorOf(officerId: string, roles: readonly string[]): Actor {
  return { officerId, name: '示例员', roles: [...roles] };
}

class Run {
  readonly profile: Profile;
  readonly hall: Hall;
  readonly journal: string[];
  tried = 0;
  carried = 0;
  #at: number;
  #drawn = 0;

  constructor(profile: Profile, hall: Hall, journal: string[], begins: string) {
    this.profile = profile;
    this.hall = hall;
    this.journal = journal;
    this.#at = Date.parse(begins);
  }

  play(one: Move): void {
    const { profile, hall } = this;
    const desk = hall.desks[one.station];
    const dice = new Dice(one.dice);
    if (one.sync === 'pull' || one.sync === 'both') desk.pull(hall.centre);
    this.#at += one.minutes * 60_000;
    const { state } = desk;
    const waited = nextStep(profile, state);
    const type = one.wish === 'waited' && waited ? waited.action : dice.one(COMMAND_TYPES);
    let command = randomWish(type, { profile, state, dice, now: this.#now() });
    if (one.wish === 'waited' && waited && command.type === 'record') command = { ...command, step: waited.step };
    this.#attempt(desk, command, OFFICERS[one.officer] ?? 'o-1', this.#rolesOf(one, dice, waited?.roles ?? []), dice);
    this.#check(desk.state);
    if (one.sync === 'push' || one.sync === 'both') hall.push(desk);
  }

  /** Everything is synchronised, and the case goes to its end step by step. */
  finish(): void {
    const { hall } = this;
    hall.sync();
    this.#alike();
    const [desk] = hall.desks;
    for (let steps = 0; ; steps += 1) {
      const { state } = desk;
      const on = oneStepOn(state, this.#context('o-9', [], null));
      if (!on) break;
      if (steps > 40) throw new Error(`no end in sight at ${nextStep(this.profile, state)?.step}`);
      this.#at += 60_000;
      this.tried += 1;
      this.#write(desk, on.facts, 'o-9', [on.role]);
    }
    expect(desk.state.status).toBe('archived');
    this.#check(desk.state);
    hall.sync();
    this.#alike();
  }

  #now(): string {
    return `${new Date(this.#at + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
  }

  #rolesOf(one: Move, dice: Dice, waited: readonly string[]): string[] {
    const all = this.profile.roles.map(({ id }) => id);
    if (one.speaks === 'none') return [];
    if (one.speaks === 'all') return all;
    return [dice.one(one.speaks === 'waited' && waited.length > 0 ? waited : all)];
  }

  #context(officerId: string, roles: readonly string[], signed: SignedText | null): DecideContext {
    return {
      profile: this.profile,
      officerId,
      roles,
      unitName: null,
      nextPaperNumber: (paper) => {
        this.#drawn += 1;
        return `${paper} ${this.#drawn}`;
      },
      signed,
      target: null,
      now: this.#now(),
      calendar: CALENDAR,
    };
  }

  #attempt(desk: Desk, command: Command, officerId: string, roles: readonly string[], dice: Dice): void {
    const { state } = desk;
    const context = this.#context(officerId, roles, command.type === 'feed_back' && dice.rarely(2) ? SIGNED : null);
    if (command.type === 'merge' && command.intoCaseId === TARGET_CASE) {
      const record = this.hall.desks[0].state.record;
      context.target = { ...new Hall(this.profile, record, actorOf('o-1', [])).desks[0].state, caseId: TARGET_CASE };
    }
    const { now, calendar } = context;
    const offers = allowedActions(this.profile, state, roles, { officerId, now, calendar });
    expect(new Set(offers.map(({ key }) => key)).size).toBe(offers.length);
    const offer = offers.find(({ key }) => key === keyOf(command));
    const drawn = this.#drawn;
    this.tried += 1;
    let facts: NewFact[];
    try {
      facts = decide(state, command, context);
    } catch (error) {
      if (!(error instanceof DeskError)) throw error;
      this.journal.push(`${desk.stationId} ${now} ${roles.join()} ✗ ${error.code} ${JSON.stringify(command)}`);
      expect(error.code in ERROR_MESSAGES).toBe(true);
      expect(this.#drawn, 'numbers drawn for what was refused').toBe(drawn);
      if (offer?.allowed && error.fields.length === 0 && ORDER.has(error.code))
        throw new Error(`${offer.key} was offered and refused: ${error.code}`);
      if (offer && !offer.allowed)
        expect([error.code, error.detail ?? '']).toEqual([offer.code, expect.stringMatching(/\p{Script=Han}/u)]);
      return;
    }
    this.journal.push(`${desk.stationId} ${now} ${roles.join()} ✓ ${JSON.stringify(command)}`);
    if (!offer?.allowed) throw new Error(`${keyOf(command)} passed although it was not offered: ${offer?.code}`);
    if (state.recusals.some((one) => one.officerId === officerId)) throw new Error('a recused officer acted');
    this.#write(desk, facts, officerId, roles);
  }

  #write(desk: Desk, facts: readonly NewFact[], officerId: string, roles: readonly string[]): void {
    for (const fact of facts) {
      // Where two wrote without knowing of each other, a step that was left out may be made good after a later one.
      const madeGood = !desk.straight && nextStep(this.profile, desk.state)?.action === ACTION_OF[fact.kind];
      const broken = madeGood ? [] : brokenRules(this.profile, desk.state, roles, fact);
      if (broken.length > 0) throw new Error(`${fact.kind}: ${broken.join('; ')}`);
      expect(payloadSchemas[fact.kind].parse(fact.payload)).toEqual(fact.payload);
      desk.write(fact, this.hall.caseId, actorOf(officerId, roles), this.#now());
      this.carried += 1;
    }
  }

  /** The step that is waited for may be taken by each of its roles; a filed case waits for nothing and counts no days. */
  #check(state: CaseState): void {
    const clocks = clocksOf(this.profile, state, CALENDAR);
    if (state.archived) {
      expect(nextStep(this.profile, state)).toBeNull();
      expect([nextDue(clocks), clocks.filter((clock) => clock.stoppedAt === null)]).toEqual([null, []]);
      return;
    }
    expect(oneStepOn(state, this.#context('o-9', [], SIGNED))).not.toBeNull();
  }

  /** Centre and desks hold the same state, also when it was read from a wire or a disk. */
  #alike(): void {
    const { centre, desks } = this.hall;
    const state = foldCase(centre);
    const read = (JSON.parse(JSON.stringify(centre)) as Entry[]).reduce<CaseState | null>(applyEntry, null);
    expect(read).toEqual(state);
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    for (const desk of desks) expect(desk.state).toEqual(state);
  }
}
