import type { DeskContext } from './context.ts';
import { demandCaller } from './context.ts';
import { errorResponse } from './errors.ts';
import { hears } from './event-sight.ts';

/** A comment line now and then keeps proxies and half-open sockets honest, in ms. */
const BEAT = 20_000;

/** Server-sent events: what changed. One stream per window; it ends when the window goes or the core closes. */
export function eventStream(context: DeskContext, request: Request): Response {
  let token: string;
  try {
    token = demandCaller(context, request).token;
  } catch (error) {
    return errorResponse(error, context.parts.platform.log);
  }
  const encoder = new TextEncoder();
  let stop = (): void => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => {
        try {
          controller.enqueue(encoder.encode(text));
        } catch {
          stop();
        }
      };
      send(': here\n\n');
      // A session that ended, by a pause or by an administrator, hears no more: the stream ends with it.
      const whileSignedIn = (text: string) => {
        if (context.station?.sessions.find(token)) return send(text);
        stop();
        controller.close();
      };
      const { events } = context.parts;
      const unsubscribe = events.subscribe((event) => {
        const station = context.station;
        const session = station?.sessions.find(token);
        if (station && session && !hears(station.workspace, session.officerId, event)) return;
        whileSignedIn(`data: ${JSON.stringify(event)}\n\n`);
      });
      const beat = setInterval(() => whileSignedIn(': beat\n\n'), BEAT);
      beat.unref();
      stop = () => {
        clearInterval(beat);
        unsubscribe();
      };
      request.signal.addEventListener('abort', () => stop(), { once: true });
    },
    cancel: () => stop(),
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } });
}
