import { type Inflow, inflow, type Outflow, outflow } from './body.ts';
import { endToEnd, type FromCore, type ToCore, type Wire } from './messages.ts';

/** The windows' end of the bridge. */
export interface BridgeClient {
  /** Carries one request to the core. Rejects when the core is gone before it answered. */
  fetch(request: Request): Promise<Response>;
  /** Says that the core is gone: what waits for it fails now. Posts nothing, so it may be called after an exit. */
  lose(): void;
}

interface Call {
  resolve(response: Response): void;
  reject(reason: Error): void;
  sending: Outflow | null;
  receiving: Inflow | null;
}

/** @param wire the port to the core's process */
export function connectBridge(wire: Wire<ToCore, FromCore>): BridgeClient {
  const calls = new Map<number, Call>();
  let lastId = 0;
  let lost = false;
  const post = (message: ToCore) => {
    if (!lost) wire.post(message);
  };

  wire.listen((message) => {
    const call = calls.get(message.id);
    if (call === undefined) return;
    switch (message.type) {
      case 'head':
        return answered(message, call);
      case 'chunk':
        return call.receiving?.push(message.bytes);
      case 'end':
        return call.receiving?.end();
      case 'fail':
        return call.receiving?.fail(new Error('the answer broke off'));
      case 'more':
        return call.sending?.more();
      case 'cancel':
        return call.sending?.cancel();
    }
  });

  function answered(head: Extract<FromCore, { type: 'head' }>, call: Call): void {
    const forget = () => calls.delete(head.id);
    if (head.hasBody) call.receiving = inflow(head.id, post, forget);
    else forget();
    const body = call.receiving?.stream ?? null;
    call.resolve(new Response(body, { status: head.status, headers: head.headers }));
  }

  return {
    fetch: (request) =>
      new Promise((resolve, reject) => {
        if (lost) return reject(new Error('the core is gone'));
        if (request.signal.aborted) return reject(new Error('aborted'));
        lastId += 1;
        const id = lastId;
        const call: Call = { resolve, reject, sending: null, receiving: null };
        calls.set(id, call);
        const { method, url, body } = request;
        if (body !== null) call.sending = outflow(body, id, post, () => {});
        post({ type: 'request', id, method, url, headers: endToEnd(request.headers), hasBody: body !== null });
        request.signal.addEventListener('abort', () => {
          if (!calls.delete(id)) return;
          post({ type: 'cancel', id });
          call.sending?.cancel();
          const reason = new Error('aborted');
          call.receiving?.fail(reason);
          reject(reason);
        });
      }),
    lose() {
      lost = true;
      const gone = new Error('the core is gone');
      for (const call of [...calls.values()]) {
        call.sending?.cancel();
        call.receiving?.fail(gone);
        call.reject(gone);
      }
      calls.clear();
    },
  };
}
