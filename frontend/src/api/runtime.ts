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
  const aboutSession = /\/auth\/(login|refresh|logout|password-link)$/.test(pathname);
  const keyed = request.method === 'POST' && !aboutSession && !pathname.endsWith('/search');
  const fingerprint = keyed ? `${pathname}\n${await request.clone().text()}` : undefined;
  if (fingerprint !== undefined) request.headers.set('Idempotency-Key', keyFor(fingerprint));

  let answer = await once(request.clone());
  if (answer.status === 401 && !aboutSession && (await renew())) answer = await once(request);
  // Whatever the server has decided needs no repetition; the next equal request is meant as a new one.
  if (fingerprint !== undefined && (await isDecided(answer))) keys.delete(fingerprint);
  return answer;
}

/** Whether the outcome is known. While an earlier sending of the same request still runs, it is not. */
async function isDecided(answer: Response): Promise<boolean> {
  if (answer.status >= 500 || answer.status === 401) return false;
  if (answer.status !== 409) return true;
  const problem = (await answer
    .clone()
    .json()
    .catch(() => undefined)) as { code?: unknown } | undefined;
  return problem?.code !== 'idempotency_key_in_use';
}

async function once(request: Request): Promise<Response> {
  if (accessToken !== undefined) request.headers.set('Authorization', `Bearer ${accessToken}`);
  const answer = await fetch(request);
  const at = Date.parse(answer.headers.get('date') ?? '');
  if (!Number.isNaN(at)) ahead = Math.max(0, Date.now() - at);
  return answer;
}

let ahead = 0;

/** What time it is at the desk, as far as this browser's clock is ahead of it: nothing is logged in the future. */
export function deskNow(): Date {
  return new Date(Date.now() - ahead);
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
