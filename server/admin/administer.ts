import { timingSafeEqual } from 'node:crypto';
import type { Hono } from 'hono';
import { z } from 'zod';
import { DeskError } from '../../domain/contract/errors.ts';
import { invitationSchema } from '../../domain/contract/wire.ts';
import { directoryOfficerSchema, directoryUnitSchema, directoryWindowSchema } from '../../domain/rulebook/directory.ts';
import type { CentreDeps, Origin } from '../app.ts';
import { type BodyLimits, parseJson, readBody } from '../body.ts';
import { sha256Hex } from '../digest.ts';
import { readInstitution } from '../directory.ts';
import { codeEnd, invite, listStations } from '../enrol.ts';
import { publish, publishedRulebooks } from '../rulebooks.ts';
import { backupMarks } from './backup.ts';
import { examine } from './examine.ts';
import { note, readLog } from './log.ts';
import { servePage } from './page-routes.ts';
import { roleChoices } from './roles.ts';
import { removeUnit, removeWindow, saveOfficer, saveUnit, saveWindow } from './roster.ts';
import { cancelCode, reissueCode, revokeStation, stationHealth } from './stations.ts';

/** A rule file as JSON: 200,000 characters of three bytes each, with room for escapes. */
const RULEBOOK_BODY_BYTES = 1024 * 1024;
/** Who stands in the log for what came from the command line with the token. */
const COMMAND_LINE = '命令行';

const ruleFileSchema = z.object({ name: z.string().min(1).max(300), text: z.string().min(1) });
const days = z.number().int().min(1).max(30).default(7);
const code = z.string().regex(/^[A-Z0-9]{2,12}$/);
/** Control characters never reach a paper or a log line. */
const plain = <S extends z.ZodType<string>>(schema: S) => schema.refine((text) => !/\p{Cc}/u.test(text));
const institution = z.string().min(1).max(60);

/** The page looks after itself, by its own sessions; all else below `/admin` wants the token. */
const OF_PAGE = /^\/admin(?:\/|\/page\/.*|\/api\/.*)?$/;

/**
 * What the administrator may ask from this machine: by command line with the token, or on the page when signed in. Call
 * before other routes below `/admin` are made: they stand behind its guard.
 *
 * @param ringAll tells every open feed, of every process, that there is something new for all
 */
export function administer(
  app: Hono<{ Bindings: Origin }>,
  deps: CentreDeps,
  small: BodyLimits,
  ringAll: () => void,
): void {
  const expected = Buffer.from(sha256Hex(`Bearer ${deps.adminToken}`));
  app.use('/admin/*', async (context, next) => {
    if (!context.env.loopback) throw new DeskError('not_found');
    const given = Buffer.from(sha256Hex(context.req.header('authorization') ?? ''));
    if (!OF_PAGE.test(context.req.path) && !timingSafeEqual(given, expected)) throw new DeskError('forbidden');
    await next();
  });
  serveCommandLine(app, deps, small, ringAll);
  servePages(app, deps, small, ringAll);
}

function serveCommandLine(
  app: Hono<{ Bindings: Origin }>,
  { db, clock, log, random, signer }: CentreDeps,
  small: BodyLimits,
  ringAll: () => void,
): void {
  app.post('/admin/invitations', async (context) => {
    const invitation = invitationSchema.parse(parseJson(await readBody(context.req.raw, small)));
    const now = clock();
    const enrolCode = await invite(db, invitation, now, random);
    await note(db, { at: now, who: COMMAND_LINE, act: 'invited', subject: invitation.code });
    log({ event: 'invited', station: invitation.code });
    return context.json({ code: invitation.code, enrolCode }, 201);
  });
  app.post('/admin/rulebooks', async (context) => {
    const body = await readBody(context.req.raw, { ...small, bytes: RULEBOOK_BODY_BYTES });
    const now = clock();
    const published = await publish(db, signer, ruleFileSchema.parse(parseJson(body)), now);
    const subject = `${published.kind} ${published.id} ${published.version}`;
    if (!published.already) await note(db, { at: now, who: COMMAND_LINE, act: 'published', subject });
    log({ event: 'published', rulebook: subject });
    ringAll();
    return context.json(published, published.already ? 200 : 201);
  });
  app.get('/admin/stations', async (context) => context.json({ stations: await listStations(db) }));
}

function servePages(app: Hono<{ Bindings: Origin }>, deps: CentreDeps, small: BodyLimits, ringAll: () => void): void {
  const { db, clock, random, signer } = deps;
  const desk = servePage(app, deps, small, ringAll);

  desk.read('session', async (_query, session) => ({ ...session, centre: deps.name }));
  desk.read('stations', async () => {
    const now = clock();
    return { now: now.toISOString(), stations: await stationHealth(db, now) };
  });
  desk.read('roster', async (query) => ({
    ...(await readInstitution(db, query('institution'))),
    choices: await roleChoices(db, query('institution')),
  }));
  desk.read('rulebooks', async () => ({ rulebooks: await publishedRulebooks(db) }));
  desk.read('trouble', () => examine(db));
  desk.read('backup', () => backupMarks(db));
  desk.read('log', async () => ({ lines: await readLog(db) }));

  desk.change('invite', invitationSchema.extend({ days }), async (tx, { days: valid, ...invitation }, now) => {
    const enrolCode = await invite(tx, invitation, now, random, valid);
    const answer = { code: invitation.code, enrolCode, expiresAt: codeEnd(now, valid).toISOString() };
    return { act: 'invited', subject: invitation.code, detail: invitation.institution, answer };
  });
  desk.change('reissue', z.object({ code, days }), async (tx, input, now) => {
    const expiresAt = codeEnd(now, input.days);
    const enrolCode = await reissueCode(tx, input.code, expiresAt, random);
    const answer = { code: input.code, enrolCode, expiresAt: expiresAt.toISOString() };
    return { act: 'reissued', subject: input.code, answer };
  });
  desk.change('cancel', z.object({ code }), async (tx, input) => {
    await cancelCode(tx, input.code);
    return { act: 'invitation_cancelled', subject: input.code };
  });
  const reason = plain(z.string().trim().min(2).max(200));
  desk.change('revoke', z.object({ code, reason }), async (tx, input, now) => {
    const directory = await revokeStation(tx, input.code, input.reason, now);
    return { act: 'revoked', subject: input.code, detail: input.reason, directory, wakeAll: true };
  });

  const officer = directoryOfficerSchema.extend({ name: plain(directoryOfficerSchema.shape.name) });
  desk.change('officer', z.object({ institution, officer }), async (tx, input) => {
    const { id, name, roles, stations, active } = input.officer;
    await saveOfficer(tx, input.institution, input.officer);
    const where = stations.join(' ') || '全部站点';
    const detail = `${name}；${roles.join(' ')}；${where}；${active ? '在岗' : '已离开'}`;
    return { act: 'officer_saved', subject: id, detail, directory: input.institution };
  });
  const unit = directoryUnitSchema.extend({ name: plain(directoryUnitSchema.shape.name) });
  desk.change('unit', z.object({ institution, unit }), async (tx, input) => {
    await saveUnit(tx, input.institution, input.unit);
    return { act: 'unit_saved', subject: input.unit.id, detail: input.unit.name, directory: input.institution };
  });
  desk.change('unit-remove', z.object({ institution, id: z.string().max(60) }), async (tx, input) => {
    await removeUnit(tx, input.institution, input.id);
    return { act: 'unit_removed', subject: input.id, directory: input.institution };
  });
  const window = directoryWindowSchema.extend({ name: plain(directoryWindowSchema.shape.name) });
  desk.change('window', z.object({ institution, window }), async (tx, input) => {
    await saveWindow(tx, input.institution, input.window);
    return { act: 'window_saved', subject: input.window.no, detail: input.window.name, directory: input.institution };
  });
  desk.change('window-remove', z.object({ institution, no: z.string().max(40) }), async (tx, input) => {
    await removeWindow(tx, input.institution, input.no);
    return { act: 'window_removed', subject: input.no, directory: input.institution };
  });
  desk.change(
    'publish',
    ruleFileSchema,
    async (tx, file, now) => {
      const published = await publish(tx, signer, file, now);
      const subject = `${published.kind} ${published.id} ${published.version}`;
      return { act: 'published', subject, answer: published, wakeAll: true };
    },
    RULEBOOK_BODY_BYTES,
  );
}
