import type { CreateClientConfig } from './generated/client.gen';
import type { Problem } from './generated/types.gen';
import { forgetOwnChanges, noteOwnChange } from './ownChanges';

// How every request of the generated client leaves the browser. The access token lives here, in memory, and nowhere else.

/** What `session.ts` knows of the person this page works for; it needs the generated client, which needs this file. */
type SessionHooks = {
  /** The id of that person, once it is known. */
  staffId: () => string | undefined;
  /** Gets another token of the same person; false where there is none. */
  renew: () => Promise<boolean>;
  /** Whether the page may send anything: not while it is locked. */
  maySend: () => boolean;
  /** Resolves at once, or when a covered page is open again. */
  uncovered: () => Promise<void>;
  /** The server says that the token is another person's. */
  onAnotherPerson: () => void;
};

let accessToken: string | undefined;
let session: SessionHooks = {
  staffId: () => undefined,
  renew: async () => false,
  maySend: () => true,
  uncovered: async () => undefined,
  onAnotherPerson: () => undefined,
};
/** Counts the sign-outs of this page: what was asked for before one is not answered after it. */
let generation = 0;

export function holdToken(token: string | undefined) {
  accessToken = token;
}

export function hasToken() {
  return accessToken !== undefined;
}

export function setSessionHooks(hooks: SessionHooks) {
  session = hooks;
}

/** Forgets the token and all that retries keep; no request that is under way is answered any more, nor sent again. */
export function forgetRequests() {
  accessToken = undefined;
  keys.clear();
  forgetOwnChanges();
  generation += 1;
}

export const createClientConfig: CreateClientConfig = (config) => ({
  ...config,
  baseUrl: location.origin,
  credentials: 'same-origin',
  fetch: (input, init) => send(input instanceof Request ? input : new Request(input, init)),
});

/** These go by the cookie or by what is in their body, not by the token. */
const WITHOUT_TOKEN = /\/auth\/(login|refresh|logout|password-link)$/;

async function send(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (WITHOUT_TOKEN.test(pathname)) return sendOnce(request);
  const startedIn = generation;
  const isSearch = pathname.endsWith('/search');
  const response = await sendAsOwner(request, pathname, isSearch);
  // What was read is neither shown nor saved while the page is covered. What was written has to be known: its draft goes.
  if (response.ok && (request.method === 'GET' || isSearch)) await session.uncovered();
  return startedIn === generation ? response : new Promise<never>(() => undefined);
}

/** Sends for the person this page works for, by their token or not at all. */
async function sendAsOwner(request: Request, pathname: string, isSearch: boolean): Promise<Response> {
  const keyed = request.method === 'POST' && !isSearch;
  const fingerprint = keyed ? `${pathname}\n${await request.clone().text()}` : undefined;
  if (!session.maySend()) return anotherPerson();
  if (fingerprint !== undefined) request.headers.set('Idempotency-Key', keyFor(fingerprint));

  const startedIn = generation;
  const isCurrent = () => startedIn === generation;
  let response = await sendWithToken(request.clone());
  // A renewal for another person locks the page and is no renewal: nothing goes out again by their token.
  if (response.status === 401 && isCurrent() && (await session.renew()) && isCurrent())
    response = await sendWithToken(request);
  const code = await conflictCode(response);
  if (code === 'another_person' && isCurrent()) session.onAnotherPerson();
  // Whatever the server has decided needs no repetition; the next equal request is meant as a new one.
  if (fingerprint !== undefined && isDecided(response, code)) keys.delete(fingerprint);
  if (response.ok && request.method !== 'GET' && !isSearch)
    noteOwnChange(`${fingerprint ?? pathname} ${response.headers.get('location') ?? ''}`);
  return response;
}

/** Whether the outcome is known. While an earlier sending of the same request still runs, it is not. */
function isDecided({ status }: Response, code: unknown): boolean {
  return status < 500 && status !== 401 && code !== 'idempotency_key_in_use';
}

async function conflictCode(response: Response): Promise<unknown> {
  if (response.status !== 409) return undefined;
  const problem = (await response
    .clone()
    .json()
    .catch(() => undefined)) as { code?: unknown } | undefined;
  return problem?.code;
}

/** What the server would answer: the page is locked, and nothing was sent. */
function anotherPerson(): Response {
  const problem: Problem = {
    type: '/problems/another_person',
    title: 'Conflict',
    status: 409,
    code: 'another_person',
    detail: '',
    request_id: '',
  };
  return Response.json(problem, { status: 409 });
}

function sendWithToken(request: Request): Promise<Response> {
  const staffId = session.staffId();
  // The server refuses a token that is another person's.
  if (staffId !== undefined) request.headers.set('CareDesk-Staff', staffId);
  if (accessToken !== undefined) request.headers.set('Authorization', `Bearer ${accessToken}`);
  return sendOnce(request);
}

async function sendOnce(request: Request): Promise<Response> {
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
