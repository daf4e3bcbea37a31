import type { CreateClientConfig } from './generated/client.gen';

// How every request of the generated client leaves the browser. The access token lives here, in memory, and nowhere else.

let accessToken: string | undefined;
let renew: () => Promise<boolean> = async () => false;

export function holdToken(token: string | undefined) {
  accessToken = token;
}

export function hasToken() {
  return accessToken !== undefined;
}

/** `session.ts` says how a token is renewed; it needs the generated client, which needs this file. */
export function renewWith(how: () => Promise<boolean>) {
  renew = how;
}

export const createClientConfig: CreateClientConfig = (config) => ({
  ...config,
  baseUrl: location.origin,
  credentials: 'same-origin',
  fetch: (input, init) => send(input instanceof Request ? input : new Request(input, init)),
});

async function send(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const aboutSession = /\/auth\/(login|refresh|logout)$/.test(pathname);
  const keyed = request.method === 'POST' && !aboutSession && !pathname.endsWith('/search');
  const fingerprint = keyed ? `${pathname}\n${await request.clone().text()}` : undefined;
  if (fingerprint !== undefined) request.headers.set('Idempotency-Key', keyFor(fingerprint));

  let answer = await once(request.clone());
  if (answer.status === 401 && !aboutSession && (await renew())) answer = await once(request);
  // Whatever the server has decided needs no repetition; the next equal request is meant as a new one.
  if (fingerprint !== undefined && answer.status < 500 && answer.status !== 401) keys.delete(fingerprint);
  return answer;
}

function once(request: Request): Promise<Response> {
  if (accessToken !== undefined) request.headers.set('Authorization', `Bearer ${accessToken}`);
  return fetch(request);
}

// A request whose outcome is unknown keeps its key, so that sending it again cannot do the thing twice.
const keys = new Map<string, string>();

function keyFor(fingerprint: string): string {
  const key = keys.get(fingerprint) ?? newKey();
  keys.set(fingerprint, key);
  return key;
}

/** `crypto.randomUUID` is missing on plain http; random bytes are not. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
