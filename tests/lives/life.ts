import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createDesk } from '../../core/desk.ts';
import { createEvents } from '../../core/events.ts';
import { fileKeyring } from '../../core/keys/file-keyring.ts';
import { loadProfiles } from '../../core/load-profiles.ts';
import { systemPlatform } from '../../core/platform.ts';
import { systemOutside } from '../../core/sync/http-transport.ts';
import { STATE_COUNCIL_CALENDAR } from '../../domain/calendar/holidays.ts';
import type { Command } from '../../domain/contract/commands.ts';
import { type EntryKind, payloadSchemas } from '../../domain/contract/entries.ts';
import type { ErrorBody, ErrorCode } from '../../domain/contract/errors.ts';
import type { InputOf, OutputOf, ProcedureName } from '../../domain/contract/procedures.ts';
import { type ComplaintRecord, emptyRecord } from '../../domain/contract/record.ts';
import type { CaseFileView } from '../../domain/contract/views/cases.ts';
import { answersInOrder } from '../../domain/regimes/answers-in-order.ts';
import type { Profile } from '../../domain/regimes/profile-schema.ts';
import { CHEAP_PINS } from '../builders/cheap-pins.ts';
import { signAt } from '../harness/desk.ts';

const PIN = '246801';
/** A session sleeps after 15 minutes; the clock of a life leaps over days. */
const SESSION_MS = 10 * 60_000;

/** A refusal of the core: its code, the words for people with the regime's own sentence, and the fields it names. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly fields: string[];

  constructor({ error }: ErrorBody) {
    super(`${error.code} ${error.detail ?? ''} ${(error.fields ?? []).map((f) => f.path).join(' ')}`);
    this.code = error.code;
    this.detail = error.detail ?? '';
    this.fields = (error.fields ?? []).map((field) => `${field.path} ${field.code}`);
  }
}

/** Units that cases are given to in these lives. */
export const UNIT_A = { id: 'u-a', name: '甲单位', station: null } as const;
export const UNIT_B = { id: 'u-b', name: '乙单位', station: null } as const;
export const assignTo = (unit: typeof UNIT_A | typeof UNIT_B, more: { outOfArea?: boolean } = {}): Command => ({
  type: 'assign',
  unit,
  mode: 'handle',
  opinion: '请办理',
  ...more,
});

/** A real station of one regime in a temporary folder, with one officer for each role and a clock that the test sets. */
export interface Life {
  /** Sets the clock, ISO 8601 with offset. */
  at(moment: string): void;
  /** Registers a record, received at this moment; one that wants a signature gets a drawn one. */
  register(record: ComplaintRecord, options?: { role?: string; signature?: boolean }): Promise<string>;
  act(caseId: string, role: string, command: Command): Promise<void>;
  /** Feeds back in person: the citizen signs the very result on the screen. */
  feedBackSigned(caseId: string, role: string, result: string, satisfaction: string): Promise<void>;
  /** Expects a command to be refused with this code and, where given, these words of the text in its `detail`. */
  refused(caseId: string, role: string, command: Command, code: ErrorCode, words?: RegExp): Promise<Refusal>;
  /** Expects a record not to be registered; returns `path code` of the fields. */
  notRegistered(record: ComplaintRecord): Promise<string[]>;
  /** `kind | role | members`, one line for each entry, as the role that read last or the one named may read it. */
  entries(caseId: string, role?: string): Promise<string[]>;
  /** `limit [holder] due state`, one line for each clock. */
  clocks(caseId: string): Promise<string[]>;
  /** Of the cases an officer sees in a view of the worklist, those named, by their place in the list given. */
  listed(role: string, view: InputOf<'worklist'>['view'], caseIds: readonly string[]): Promise<number[]>;
  file(caseId: string, role?: string): Promise<CaseFileView>;
  officerOf(role: string): { id: string; name: string };
  call<N extends ProcedureName>(role: string, name: N, input: InputOf<N>): Promise<OutputOf<N>>;
  close(): Promise<void>;
}

/** @param start first moment, ISO 8601 with offset */
export async function openLife(regime: string, start = '2026-03-02T09:00:00+08:00'): Promise<Life> {
  const dataDir = mkdtempSync(join(tmpdir(), `jiesu-life-${regime}-`));
  const clock = { now: new Date(start) };
  const profiles = loadProfiles();
  const profile = profiles.get(regime);
  if (!profile) throw new Error(`no regime ${regime}`);
  const core = await createDesk({
    options: { dataDir, rendererDir: null, keyring: fileKeyring },
    platform: { ...systemPlatform(() => {}), ...CHEAP_PINS, now: () => clock.now },
    events: createEvents(),
    profiles,
    calendar: STATE_COUNCIL_CALENDAR,
    outside: systemOutside(),
  });

  async function ask<N extends ProcedureName>(token: string, name: N, input: InputOf<N>): Promise<OutputOf<N>> {
    const headers = { 'content-type': 'application/json', 'x-desk-session': token };
    const request = new Request(`http://desk/api/${name}`, { method: 'POST', headers, body: JSON.stringify(input) });
    const response = await core.fetch(request);
    const body: unknown = await response.json();
    if (!response.ok) throw new Refusal(body as ErrorBody);
    return body as OutputOf<N>;
  }

  const [first, ...others] = profile.roles.map(({ id, name }) => ({
    name: `${name.slice(0, 40)}示例`,
    roles: [id],
    screenRole: name,
    pin: PIN,
  }));
  if (!first) throw new Error(`${regime} has no roles`);
  const { officerId } = await ask('', 'setup.create', {
    station: { code: 'L1', name: '示例台', organisation: '例' },
    regime,
    officer: first,
    printers: { slip: null, a4: null },
    centre: null,
  });
  const { token: admin } = await ask('', 'session.signIn', { officerId, pin: PIN });
  for (const other of others) await ask(admin, 'settings.addOfficer', other);
  const officers = await ask('', 'session.officers', {});
  const sessions = new Map<string, { token: string; since: number }>();
  let lastRole = first.roles[0] ?? '';

  function officerOf(role: string): { id: string; name: string } {
    const found = officers.find((officer) => officer.roles.includes(role));
    if (!found) throw new Error(`${regime} has no role ${role}`);
    return found;
  }

  async function tokenOf(role: string): Promise<string> {
    const now = clock.now.getTime();
    lastRole = role;
    const kept = sessions.get(role);
    if (kept && now >= kept.since && now < kept.since + SESSION_MS) return kept.token;
    const { token } = await ask('', 'session.signIn', { officerId: officerOf(role).id, pin: PIN });
    sessions.set(role, { token, since: now });
    return token;
  }

  async function call<N extends ProcedureName>(role: string, name: N, input: InputOf<N>): Promise<OutputOf<N>> {
    return ask(await tokenOf(role), name, input);
  }

  const clerk = profile.acceptance.roles[0] ?? first.roles[0] ?? '';
  let drafts = 0;

  async function sign(draftId: string, role: string): Promise<string> {
    const task = await call(role, 'signing.start', { purpose: 'registration', draftId, lan: false });
    await signAt(task.localUrl);
    return task.taskId;
  }

  async function register(record: ComplaintRecord, options: { role?: string; signature?: boolean } = {}) {
    drafts += 1;
    const draftId = `draft-${drafts}`;
    const role = options.role ?? clerk;
    await call(role, 'draft.save', { draftId, record });
    const signingTaskId = options.signature ? await sign(draftId, role) : null;
    const input = { draftId, record, signingTaskId, print: false };
    return (await call(role, 'case.register', input)).caseId;
  }

  /** The reader, or, where they withdrew from the case, somebody who did not. */
  async function read(caseId: string, reader = lastRole): Promise<CaseFileView> {
    for (const role of [reader, ...officers.flatMap((officer) => officer.roles)]) {
      try {
        return await call(role, 'case.get', { caseId });
      } catch (error) {
        if (!(error instanceof Refusal && error.code === 'not_found')) throw error;
      }
    }
    throw new Error('nobody may read the case');
  }

  let requests = 0;
  async function act(caseId: string, role: string, command: Command): Promise<void> {
    requests += 1;
    const { state } = await read(caseId, role);
    const request = { caseId, baseRevision: state.revision, requestId: `life-${requests}`, command };
    await call(role, 'case.act', request);
  }

  return {
    at(moment) {
      clock.now = new Date(moment);
      sessions.clear();
    },
    register,
    act,
    async feedBackSigned(caseId, role, result, satisfaction) {
      const task = await call(role, 'signing.start', { purpose: 'feedback', caseId, result, lan: false });
      await signAt(task.localUrl, satisfaction);
      await act(caseId, role, {
        type: 'feed_back',
        means: 'in_person',
        result,
        satisfaction: null,
        signingTaskId: task.taskId,
      });
    },
    async refused(caseId, role, command, code, words) {
      const refusal = await act(caseId, role, command).then(
        () => null,
        (error: unknown) => error,
      );
      if (!(refusal instanceof Refusal)) throw refusal ?? new Error(`${command.type} by ${role} was not refused`);
      expect(refusal.code, refusal.message).toBe(code);
      if (words) expect(refusal.detail).toMatch(words);
      return refusal;
    },
    async notRegistered(record) {
      const refusal = await register(record).then(
        () => null,
        (error: unknown) => error,
      );
      if (!(refusal instanceof Refusal)) throw refusal ?? new Error('the record was registered');
      return refusal.fields;
    },
    async entries(caseId, role) {
      const { entries } = await read(caseId, role);
      return entries.map(({ kind, actor, payload }) =>
        [kind, actor.roles.join('+'), wordsOf(kind, payload, profile)].join(' | '),
      );
    },
    async clocks(caseId) {
      const { clocks } = await read(caseId);
      return clocks.map(({ limitId, holder, due, state, overdue, soft }) =>
        [limitId, holder, due ?? '-', overdue ? 'overdue' : state, soft ? 'soft' : null]
          .filter((word) => word !== null)
          .join(' '),
      );
    },
    async listed(role, view, caseIds) {
      const { rows } = await call(role, 'worklist', { view, limit: 200 });
      return caseIds.flatMap((caseId, place) => (rows.some((row) => row.caseId === caseId) ? [place] : []));
    },
    file: (caseId, role) => (role === undefined ? read(caseId) : call(role, 'case.get', { caseId })),
    officerOf,
    call,
    async close() {
      await core.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The members of a payload that tell one life from another; texts, signatures and the record itself are not told. */
const TOLD: readonly string[] = [
  'category',
  'from',
  'ground',
  'decision',
  'step',
  'rule',
  'basis',
  'approvedBy',
  'unit',
  'outOfArea',
  'means',
  'satisfaction',
  'consent',
  'outcome',
  'verified',
  'counted',
  'promisedDate',
  'urging',
  'level',
  'consequence',
  'noticeNumber',
  'slipNumber',
];

/** Ids are made anew in every life. */
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** Members as the contract lists them and answers as the regime asks for them, whatever order an entry keeps them in. */
function wordsOf(kind: EntryKind, payload: object, profile: Profile): string {
  const members = payload as Record<string, unknown>;
  const told = Object.keys(payloadSchemas[kind].shape)
    .flatMap((key) => (key in members ? [[key, members[key]] as const] : []))
    .filter(([key, value]) => TOLD.includes(key) && value !== null && value !== '' && !UUID.test(String(value)))
    .map(([key, value]) => `${key}=${typeof value === 'object' ? (value as { name: string }).name : String(value)}`);
  const { step, values } = payload as { step?: string; values?: Record<string, string | boolean> };
  const fields = profile.workflow.find((one) => one.step === step)?.fields ?? [];
  const answers = answersInOrder(fields, values ?? {}).map(([id, answer]) => `${id}:${answer}`);
  return [...told, ...answers].join(' ');
}

/** A whole record by telephone, complete in what every regime asks; `fields` and the rest as the life needs them. */
export function recordOf(regime: string, receivedAt: string, more: Partial<ComplaintRecord> = {}): ComplaintRecord {
  const empty = emptyRecord(regime, receivedAt);
  return {
    ...empty,
    channel: 'phone',
    complainant: { ...empty.complainant, name: '示例投诉人', phone: '13900000000', address: '示例路1号' },
    respondent: { unit: '示例窗口', window_no: '03', staff: '' },
    request: '请依法办理',
    narrative: '示例事实经过。',
    six_elements: {
      time: '3月1日',
      place: '示例路',
      people: '示例投诉人',
      cause: '示例事由',
      course: '示例经过',
      result: '示例结果',
    },
    ...more,
  };
}
