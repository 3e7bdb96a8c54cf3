let csrf = '';

/** What the centre said against a request; the message is a sentence for people. */
export class Refused extends Error {
  constructor(code, message, detail = '') {
    super(detail ? `${message}（${detail}）` : message);
    this.code = code;
    this.detail = detail;
  }
}

export function rememberCsrf(value) {
  csrf = value;
}

export const read = (path) => send(path, { method: 'GET' });

export const change = (path, body) =>
  send(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf': csrf },
    body: JSON.stringify(body),
  });

async function send(path, init) {
  let response;
  try {
    response = await fetch(`/admin/api/${path}`, { ...init, credentials: 'same-origin', cache: 'no-store' });
  } catch {
    throw new Refused('centre_unreachable', '连不上中心程序，没有保存。请确认中心正在运行。');
  }
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  const { code = 'internal', message = '程序内部出错', detail } = body.error ?? {};
  if (code === 'not_signed_in' && path !== 'session') document.dispatchEvent(new Event('signed-out'));
  throw new Refused(code, message, detail);
}
