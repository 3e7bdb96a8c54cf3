import { Hono } from 'hono';
import { isNamedHere } from '../../db/file-transfers.ts';
import { findPrintJob } from '../../db/print-jobs.ts';
import { findFile, insertFile } from '../../db/settings.ts';
import { isDate } from '../../domain/calendar/dates.ts';
import { DeskError } from '../../domain/contract/errors.ts';
import { type PaperWidth, type PrintersConfig, printersOf, USUAL_PROFILE } from '../../domain/contract/printing.ts';
import { procedures } from '../../domain/contract/procedures.ts';
import type { PrintableDocument } from '../../domain/documents/model.ts';
import { type PrinterProfile, previewPng, printerProfile, renderDocument } from '../../printing/index.ts';
import { sniff } from '../file-kind.ts';
import { shanghaiIso } from '../platform.ts';
import { composeHandover, composeRegister } from '../services/compose-lists.ts';
import { mayHaveFile } from '../services/file-sight.ts';
import { composeFrom, demandPaperFor, sentPaper } from '../services/print-papers.ts';
import { writeWorkbook } from '../services/write-workbook.ts';
import type { Station } from '../station.ts';
import { type DeskContext, demandCaller } from './context.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Largest attachment, in bytes. */
export const MAX_FILE = 20 * 1024 * 1024;

/** What a browser may show from its own bytes; everything else is offered as a download only. */
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);

/** The profile of the printer that the paper goes to, so that the picture shows the bytes which that one is sent. */
function profileOfPrinter(printers: PrintersConfig, width: PaperWidth, printerId: string | null): PrinterProfile {
  const all = printersOf(printers);
  const chosen = all.find(({ id }) => id === printerId) ?? all.find((printer) => printer.width === width);
  return printerProfile(chosen?.profile ?? USUAL_PROFILE);
}

/** The doors for bytes: attachments in and out, papers as pictures and PDF, statistics as a workbook. */
export function bytesRoutes(context: DeskContext): Hono {
  const app = new Hono();

  app.post('/files', async (c) => {
    const { station, token } = demandCaller(context, c.req.raw);
    station.sessions.touch(token);
    const { db, platform } = station.workspace;
    const content = Buffer.from(await c.req.arrayBuffer());
    if (content.byteLength > MAX_FILE) throw new DeskError('file_too_large');
    if (content.byteLength === 0) throw new DeskError('required');
    const sha256 = platform.sha256(content);
    const mime = sniff(content);
    insertFile(db.orm, { sha256, mime, size: content.byteLength, content, addedAt: shanghaiIso(platform.now()) });
    return Response.json({ sha256, mime, size: content.byteLength });
  });

  app.get('/files/:sha256', (c) => {
    const { station, officer } = demandCaller(context, c.req.raw);
    const { db } = station.workspace;
    const file = findFile(db.orm, c.req.param('sha256'));
    if (!mayHaveFile(station.workspace, officer, c.req.param('sha256')) || !file) throw new DeskError('not_found');
    const shown = SHOWN.has(file.mime);
    return new Response(new Uint8Array(file.content), {
      headers: {
        'content-type': shown ? file.mime : 'application/octet-stream',
        'content-disposition': shown ? 'inline' : 'attachment',
      },
    });
  });

  app.post('/files/:sha256/fetch', (c) => {
    const { station, sha256 } = demandNamed(context, c.req.raw, c.req.param('sha256'));
    return Response.json(station.sync.files.want(sha256));
  });

  app.get('/files/:sha256/whereabouts', (c) => {
    const { station, sha256 } = demandNamed(context, c.req.raw, c.req.param('sha256'));
    return Response.json(station.sync.files.whereabouts(sha256));
  });

  app.get('/paper/:caseId/:document', async (c) => {
    const { station, officer } = demandCaller(context, c.req.raw);
    const width = c.req.query('width') ?? 'a4';
    if (width !== '58' && width !== '80' && width !== 'a4') throw new DeskError('bad_request');
    const jobId = c.req.query('job');
    const job = jobId === undefined ? null : findPrintJob(station.workspace.db.orm, jobId);
    const { caseId, document } = c.req.param();
    const { kind, state, masked } = demandPaperFor(station.workspace, officer, caseId, document);
    // A paper that was sent is shown as it was sent, whatever the case says by now; but not to those who read it masked.
    const sent =
      jobId === undefined || masked ? null : sentPaper(station.workspace, jobId, { caseId, document: kind.id });
    const model = sent ?? composeFrom(station.workspace, state, kind.id, job?.copy ?? 0);
    const profile = profileOfPrinter(station.workspace.settings().printers, width, job?.printerId ?? null);
    const { bytes } = await renderDocument(model, width, profile);
    const png = width === 'a4' ? null : await previewPng(bytes, width, profile);
    return new Response(new Uint8Array(png ?? bytes), {
      headers: { 'content-type': png ? 'image/png' : 'application/pdf' },
    });
  });

  app.get('/workbook', async (c) => {
    const { station, officer, token } = demandCaller(context, c.req.raw);
    station.sessions.touch(token);
    const asked = procedures.statistics.input.safeParse({ from: c.req.query('from'), to: c.req.query('to') });
    if (!asked.success) throw new DeskError('bad_request');
    const bytes = await writeWorkbook(station.workspace, officer, asked.data);
    return new Response(new Uint8Array(bytes), {
      headers: { 'content-type': XLSX, 'content-disposition': 'attachment' },
    });
  });

  app.get('/register/:register', async (c) => {
    const { station, officer } = demandCaller(context, c.req.raw);
    const [from, to] = [c.req.query('from') ?? '', c.req.query('to') ?? ''];
    if (!isDate(from) || !isDate(to)) throw new DeskError('bad_request');
    return pdf(composeRegister(station.workspace, officer, c.req.param('register'), { from, to }));
  });

  app.post('/bundles', async (c) => {
    const { station, token } = demandCaller(context, c.req.raw);
    station.sessions.touch(token);
    const taken = await station.relay.take(new Uint8Array(await c.req.arrayBuffer()));
    station.deliverBundles();
    return Response.json(taken);
  });

  app.get('/bundles/:id', (c) => {
    const { station } = demandCaller(context, c.req.raw);
    const bytes = station.relay.bytesOf(c.req.param('id'));
    if (!bytes) throw new DeskError('not_found');
    const headers = { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment' };
    return new Response(new Uint8Array(bytes), { headers });
  });

  app.get('/handover/:shiftId', (c) => {
    const { station, officer } = demandCaller(context, c.req.raw);
    return pdf(composeHandover(station.workspace, officer, c.req.param('shiftId')));
  });

  return app;
}

/** A file that a case on this desk names, for an officer who may see one of those cases. */
function demandNamed(context: DeskContext, request: Request, sha256: string): { station: Station; sha256: string } {
  const { station, officer } = demandCaller(context, request);
  const { db } = station.workspace;
  const may = mayHaveFile(station.workspace, officer, sha256);
  if (!/^[0-9a-f]{64}$/.test(sha256) || !isNamedHere(db, sha256) || !may) throw new DeskError('not_found');
  return { station, sha256 };
}

async function pdf(model: PrintableDocument): Promise<Response> {
  const { bytes, mime } = await renderDocument(model, 'a4');
  return new Response(new Uint8Array(bytes), { headers: { 'content-type': mime } });
}
