import { type Inflow, inflow, type Outflow, outflow } from './body.ts';
import { endToEnd, type FromCore, type ToCore, type Wire } from './messages.ts';

interface Work {
  abort: AbortController;
  receiving: Inflow | null;
  sending: Outflow | null;
}

/**
 * The core's end of the bridge: turns messages into calls of `handle` and its answers into messages.
 * A handler that throws gives a bare 500; it is expected to have its own words for its own errors.
 */
export function serveBridge(wire: Wire<FromCore, ToCore>, handle: (request: Request) => Promise<Response>): void {
  const works = new Map<number, Work>();
  const post = (message: FromCore) => wire.post(message);

  wire.listen((message) => {
    if (message.type === 'request') return void begin(message);
    const work = works.get(message.id);
    if (work === undefined) return;
    switch (message.type) {
      case 'chunk':
        return work.receiving?.push(message.bytes);
      case 'end':
        return work.receiving?.end();
      case 'fail':
        return work.receiving?.fail(new Error('the request broke off'));
      case 'more':
        return work.sending?.more();
      case 'cancel':
        works.delete(message.id);
        work.abort.abort();
        work.receiving?.fail(new Error('cancelled'));
        return work.sending?.cancel();
    }
  });

  async function begin(message: Extract<ToCore, { type: 'request' }>): Promise<void> {
    const { id, method, url, headers, hasBody } = message;
    const work: Work = { abort: new AbortController(), receiving: null, sending: null };
    works.set(id, work);
    let response: Response;
    try {
      if (hasBody) work.receiving = inflow(id, post, () => {});
      const body = work.receiving?.stream ?? null;
      // A body that is a stream must say `half` (Fetch standard); the type of RequestInit does not know it yet.
      const init = { method, headers, body, signal: work.abort.signal, duplex: 'half' };
      response = await handle(new Request(url, init));
    } catch {
      response = new Response(null, { status: 500 });
    }
    if (work.abort.signal.aborted) {
      response.body?.cancel().catch(() => {});
      return;
    }
    const { status, body } = response;
    if (body === null) works.delete(id);
    else work.sending = outflow(body, id, post, () => works.delete(id));
    post({ type: 'head', id, status, headers: endToEnd(response.headers), hasBody: body !== null });
  }
}
