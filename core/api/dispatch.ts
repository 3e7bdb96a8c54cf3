import { DeskError } from '../../domain/contract/errors.ts';
import { type OutputOf, type ParsedInputOf, type ProcedureName, procedures } from '../../domain/contract/procedures.ts';
import { type Caller, type DeskContext, demandCaller } from './context.ts';
import { errorResponse } from './errors.ts';
import { refusalOf } from './field-errors.ts';
import { caseHandlers } from './handlers-cases.ts';
import { deskHandlers } from './handlers-desk.ts';
import { openHandlers } from './handlers-open.ts';
import { printHandlers } from './handlers-print.ts';
import { relayHandlers } from './handlers-relay.ts';

type Answer<N extends ProcedureName> = OutputOf<N> | Promise<OutputOf<N>>;

/** Procedures that need no officer. */
export type OpenName =
  | 'setup.status'
  | 'setup.create'
  | 'setup.demo'
  | 'setup.backupsIn'
  | 'setup.restore'
  | 'session.officers'
  | 'session.signIn'
  | 'duty.timers';
export type OfficerName = Exclude<ProcedureName, OpenName>;

export type OpenHandlers = { [N in OpenName]: (context: DeskContext, input: ParsedInputOf<N>) => Answer<N> };
export type OfficerHandlers = { [N in OfficerName]: (caller: Caller, input: ParsedInputOf<N>) => Answer<N> };

/** What the screen asks again by itself, at intervals and after events: the same question twice is no sign of a person. */
const REFRESHED: ReadonlySet<OfficerName> = new Set<OfficerName>([
  'case.conflicts',
  'backup.get',
  'bundle.list',
  'case.get',
  'draft.list',
  'duty.get',
  'duty.log',
  'duty.roster',
  'intake.regime',
  'print.characters',
  'print.jobs',
  'printer.profiles',
  'search',
  'session.current',
  'settings.get',
  'signing.get',
  'statistics',
  'statistics.cases',
  'statistics.consequences',
  'statistics.reports',
  'status',
  'sync.problems',
  'sync.quarantine',
  'sync.status',
  'worklist',
  'worklist.today',
]);

/** Whether a call shows that somebody sits at the desk: an act, or a look at something else than before. */
function isPersonal({ station, token }: Caller, name: OfficerName, body: unknown): boolean {
  if (!REFRESHED.has(name)) return true;
  const { offset: _offset, limit: _limit, ...question } = (body ?? {}) as Record<string, unknown>;
  return station.sessions.asksAnew(token, name, JSON.stringify(question));
}

const officerHandlers: OfficerHandlers = { ...caseHandlers, ...deskHandlers, ...printHandlers, ...relayHandlers };

const isProcedure = (name: string): name is ProcedureName => Object.hasOwn(procedures, name);
const isOpen = (name: ProcedureName): name is OpenName => Object.hasOwn(openHandlers, name);

/** Answers one procedure call: validates the input, finds the caller, runs the handler, maps whatever is thrown. */
export async function dispatch(context: DeskContext, name: string, request: Request): Promise<Response> {
  try {
    if (!isProcedure(name)) throw new DeskError('not_found');
    const body: unknown = await request.json().catch(() => {
      throw new DeskError('bad_request');
    });
    if (isOpen(name)) return Response.json(await runOpen(context, name, body));
    const caller = demandCaller(context, request);
    if (isPersonal(caller, name, body)) caller.station.sessions.touch(caller.token);
    return Response.json(await runOfficer(caller, name, body));
  } catch (error) {
    return errorResponse(error, context.parts.platform.log);
  }
}

function runOpen<N extends OpenName>(context: DeskContext, name: N, body: unknown): Answer<N> {
  return openHandlers[name](context, parse(name, body));
}

function runOfficer<N extends OfficerName>(caller: Caller, name: N, body: unknown): Answer<N> {
  return officerHandlers[name](caller, parse(name, body));
}

/** @throws DeskError `invalid` with every field that does not fit, so that the screen can say it beside each */
function parse<N extends ProcedureName>(name: N, body: unknown): ParsedInputOf<N> {
  const parsed = procedures[name].input.safeParse(body);
  if (parsed.success) return parsed.data as ParsedInputOf<N>;
  throw refusalOf(parsed.error.issues);
}
