import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { STATE_COUNCIL_CALENDAR as CALENDAR } from '../../domain/calendar/holidays.ts';
import { applyEntry, foldCase } from '../../domain/case-file/apply.ts';
import { decide } from '../../domain/case-file/decide.ts';
import type { DecideContext } from '../../domain/case-file/decide-context.ts';
import { packState, unpackState } from '../../domain/case-file/packed-state.ts';
import type { CaseState } from '../../domain/case-file/state.ts';
import type { Command, CommandType } from '../../domain/contract/commands.ts';
import { type Actor, type Entry, type EntryOf, type NewFact, payloadSchemas } from '../../domain/contract/entries.ts';
import { DeskError, ERROR_MESSAGES, type ErrorCode } from '../../domain/contract/errors.ts';
import type { ComplaintRecord } from '../../domain/contract/record.ts';
import type { SignedText } from '../../domain/contract/signature.ts';
import { clocksOf } from '../../domain/regimes/clocks.ts';
import type { Profile } from '../../domain/regimes/profile-schema.ts';
import { nextStep } from '../../domain/regimes/steps.ts';
import { allowedActions } from '../../domain/regimes/workflow.ts';
import { Dice } from './dice.ts';
import { oneStepOn } from './finish.ts';
import { type Desk, Hall } from './hall.ts';
import { brokenRules, keyOf } from './rules.ts';
import { COMMAND_TYPES, OFFICERS, randomWish, TARGET_CASE, wishFor } from './wishes.ts';

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

/** Offered at nearly all times; tried less often than what moves the case. */
const ASIDE: ReadonlySet<CommandType> = new Set<CommandType>([
  'note',
  'recuse',
  'merge',
  'mark',
  'urge',
  'close',
  'archive',
]);

/** What turns a case back, puts it off or changes it on the way. */
const TURNS: readonly CommandType[] = [
  'return',
  'redo',
  'reclassify',
  'assign',
  'extend',
  'request_extension',
  'decide_extension',
];

export interface Move {
  station: 0 | 1;
  officer: number;
  /** Which role speaks: one of the step that is waited for, one of the regime's, all, or none. */
  speaks: 'waited' | 'one' | 'all' | 'none';
  /** What the case waits for, something that is offered to this role, what turns it back or puts it off, or anything. */
  wish: 'waited' | 'offered' | 'turn' | 'any';
  dice: number;
  /** Minutes since the move before. */
  minutes: number;
  sync: 'none' | 'push' | 'pull' | 'both';
}

/** Any move of either station. */
export const aMove = fc.record<Move>({
  station: fc.constantFrom(0, 1),
  officer: fc.nat(OFFICERS.length - 1),
  speaks: fc.constantFrom('waited', 'waited', 'one', 'all', 'all', 'none'),
  wish: fc.constantFrom('waited', 'waited', 'waited', 'offered', 'turn', 'turn', 'any'),
  dice: fc.nat(),
  minutes: fc.oneof(fc.constant(0), fc.nat(600), fc.nat(6_000)),
  sync: fc.constantFrom('none', 'none', 'push', 'pull', 'both', 'both'),
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

function actorOf(officerId: string, roles: readonly string[]): Actor {
  return { officerId, name: '示例员', roles: [...roles] };
}

/**
 * One case's life under random commands. Every member throws at the first thing that must not be.
 */
export class Run {
  readonly profile: Profile;
  readonly hall: Hall;
  /** What was tried, for people. */
  readonly journal: string[] = [];
  tried = 0;
  carried = 0;
  #at: number;
  #drawn = 0;

  constructor(profile: Profile, record: ComplaintRecord) {
    this.profile = profile;
    this.hall = new Hall(profile, record, actorOf('o-1', []));
    this.#at = Date.parse(record.received_at);
  }

  play(one: Move): void {
    const { profile, hall } = this;
    const desk = hall.desks[one.station];
    if (desk.state.archived && !new Dice(one.dice).rarely(4)) return;
    const dice = new Dice(one.dice);
    if (one.sync === 'pull' || one.sync === 'both') desk.pull(hall.centre);
    this.#at += one.minutes * 60_000;
    const { state } = desk;
    const next = nextStep(profile, state);
    // A life that ends at once shows little.
    const ending = next?.action === 'close' || next?.action === 'archive';
    const waited = ending && !dice.rarely(8) ? null : next;
    const roles =
      one.wish === 'turn' ? profile.roles.map(({ id }) => id) : this.#rolesOf(one, dice, waited?.roles ?? []);
    const officerId = OFFICERS[one.officer] ?? 'o-1';
    const moment = { officerId, now: this.#now(), calendar: CALENDAR };
    const main = dice.rarely(4) ? () => true : ({ action }: { action: CommandType }) => !ASIDE.has(action);
    const offered = allowedActions(profile, state, roles, moment).filter((offer) => offer.allowed && main(offer));
    const turns = offered.filter(({ action }) => TURNS.includes(action));
    const pool = one.wish === 'offered' ? offered : one.wish === 'turn' && !dice.rarely(3) ? turns : [];
    const wanted = one.wish === 'waited' ? waited : pool.length > 0 ? dice.one(pool) : null;
    const of = { profile, state, dice, now: this.#now() };
    const command = wanted
      ? wishFor(wanted.action, wanted.step, of)
      : randomWish(dice.one(one.wish === 'turn' ? TURNS : COMMAND_TYPES), of);
    this.#attempt(desk, command, officerId, roles, dice);
    this.#check(desk.state);
    if (one.sync === 'push' || one.sync === 'both') hall.push(desk);
  }

  /** So many steps on, everything synchronised: what is tried next meets the case in the middle of its life. */
  goAhead(steps: number, dice: Dice): void {
    for (let step = 0; step < steps && !this.hall.desks[0].state.closing; step += 1) this.#stepOn(dice.below(1_000));
    this.hall.sync();
  }

  /** Everything is synchronised, and the case goes to its end step by step. */
  finish(): void {
    const { hall } = this;
    hall.sync();
    this.#alike();
    const [desk] = hall.desks;
    for (let steps = 0; this.#stepOn(this.tried); steps += 1)
      if (steps > 40) throw new Error(`no end in sight at ${nextStep(this.profile, desk.state)?.step}`);
    if (desk.state.status !== 'archived') throw new Error(`ended as ${desk.state.status}`);
    this.#check(desk.state);
    hall.sync();
    this.#alike();
  }

  /** @returns false when nothing is left to do */
  #stepOn(turn: number): boolean {
    const [desk] = this.hall.desks;
    const on = oneStepOn(desk.state, this.#context('o-9', [], null), turn);
    if (!on) return false;
    this.#at += 60_000;
    this.tried += 1;
    this.#write(desk, on.facts, 'o-9', [...on.roles]);
    return true;
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
    if (new Set(offers.map(({ key }) => key)).size < offers.length) throw new Error('two offers under one key');
    const offer = offers.find(({ key }) => key === keyOf(command));
    const drawn = this.#drawn;
    this.tried += 1;
    let facts: NewFact[];
    try {
      facts = decide(state, command, context);
    } catch (error) {
      if (!(error instanceof DeskError)) throw error;
      this.journal.push(`${desk.stationId} ${now} ${roles.join()} ✗ ${error.code} ${JSON.stringify(command)}`);
      if (!(error.code in ERROR_MESSAGES)) throw new Error(`no such code: ${error.code}`);
      if (this.#drawn > drawn) throw new Error('a number was drawn for what was refused');
      if (offer?.allowed && error.fields.length === 0 && ORDER.has(error.code))
        throw new Error(`${offer.key} was offered and refused: ${error.code}`);
      if (!offer || offer.allowed) return;
      if (error.code !== offer.code || !/\p{Script=Han}/u.test(error.detail ?? ''))
        throw new Error(`refused as ${error.code} (${error.detail}), offered as ${offer.code}`);
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
      const broken = madeGood
        ? []
        : brokenRules(this.profile, desk.state, roles, fact, desk.straight ? desk.kinds : []);
      if (broken.length > 0) throw new Error(`${fact.kind}: ${broken.join('; ')}`);
      if (!isDeepStrictEqual(payloadSchemas[fact.kind].parse(fact.payload), fact.payload))
        throw new Error(`${fact.kind} would not cross the wire as it is`);
      desk.write(fact, this.hall.caseId, actorOf(officerId, roles), this.#now());
      this.carried += 1;
    }
  }

  /** The step that is waited for may be taken by each of its roles; a filed case waits for nothing and counts no days. */
  #check(state: CaseState): void {
    const clocks = clocksOf(this.profile, state, CALENDAR);
    if (state.archived) {
      if (nextStep(this.profile, state)) throw new Error('a filed case waits for something');
      if (clocks.some((clock) => clock.stoppedAt === null)) throw new Error('a filed case counts days');
      return;
    }
    if (!oneStepOn(state, this.#context('o-9', [], SIGNED), this.tried))
      throw new Error('an open case waits for nothing');
  }

  /** Centre and desks hold the same state, also when it was read from a wire or a disk. */
  #alike(): void {
    const { centre, desks } = this.hall;
    const state = foldCase(centre);
    const read = (JSON.parse(JSON.stringify(centre)) as Entry[]).reduce<CaseState | null>(applyEntry, null);
    const [registration] = centre;
    const kept = state && unpackState(registration as EntryOf<'registered'>, packState(state));
    for (const other of [read, JSON.parse(JSON.stringify(state)), kept, ...desks.map((desk) => desk.state)])
      if (!isDeepStrictEqual(other, state))
        throw new Error(`not the same everywhere: ${JSON.stringify(other)} ≠ ${JSON.stringify(state)}`);
  }
}
