import { z } from 'zod';
import { DeskError, type ErrorCode, messageOf } from '../../domain/contract/errors.ts';
import { strokesSchema } from '../../domain/contract/signature.ts';
import { satisfactionLevels } from '../../domain/contract/words.ts';
import { servePages } from '../door/pages.ts';
import { openSigning, submitSignature } from '../services/collect-signature.ts';
import type { Workspace } from '../workspace.ts';

const submission = z.object({
  textHash: z.string().max(64),
  signature: strokesSchema,
  satisfaction: z.enum([...satisfactionLevels, 'declined']).nullable(),
});

const TITLES = { registration: '请核对您反映的内容', feedback: '请核对办理结果' } as const;
const STATUS: Partial<Record<ErrorCode, number>> = {
  signing_expired: 410,
  signature_text_changed: 409,
  not_found: 404,
};

/**
 * The citizen's own, tiny function: one signing task behind a one-task token in the path. It knows nothing of the desk:
 * no list, no case, no officer. Wrong, used and expired tokens all get the same answer.
 *
 * `GET /s/TOKEN` the page · `GET /s/TOKEN/task` what to read · `POST /s/TOKEN/signature` the strokes · `/assets/…` files
 */
export function createSigning(workspace: Workspace, rendererDir: string | null, device: 'second_screen' | 'tablet') {
  const pages = servePages(rendererDir, ['signing', 'assets']);

  return async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    if (url.pathname.startsWith('/assets/')) return pages(request);
    const match = /^\/s\/([A-Za-z0-9_-]{43})(\/task|\/signature)?$/.exec(url.pathname);
    const token = match?.[1];
    if (token === undefined) return refusal('not_found');
    try {
      if (match?.[2] === undefined && request.method === 'GET')
        return await pages(new Request(new URL('/signing/', url)));
      if (match?.[2] === '/task' && request.method === 'GET') return Response.json(taskFor(workspace, token));
      if (match?.[2] === '/signature' && request.method === 'POST') {
        submitSignature(workspace, token, { ...(await readSubmission(request)), device });
        return Response.json({ ok: true });
      }
      return refusal('not_found');
    } catch (error) {
      if (error instanceof DeskError) return refusal(error.code);
      workspace.platform.log(`signing: ${(error as Error).name}`);
      return refusal('internal');
    }
  };
}

function taskFor(workspace: Workspace, token: string) {
  const task = openSigning(workspace, token);
  return {
    purpose: task.purpose,
    title: TITLES[task.purpose],
    stationName: workspace.settings().station.name,
    text: task.text,
    textHash: task.textHash,
    askSatisfaction: task.purpose === 'feedback',
    signerName: task.signer,
  };
}

async function readSubmission(request: Request): Promise<z.output<typeof submission>> {
  const value: unknown = await request.json().catch(() => null);
  const parsed = submission.safeParse(value);
  if (!parsed.success) throw new DeskError('bad_request');
  return parsed.data;
}

function refusal(code: ErrorCode): Response {
  return Response.json({ error: { code, message: messageOf(code) } }, { status: STATUS[code] ?? 400 });
}
