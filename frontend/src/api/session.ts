import { withCookie } from './cookie';
import { client } from './generated/client.gen';
import { getMe, login, refreshSession } from './generated/sdk.gen';
import type { Login, Me, SessionStarted } from './generated/types.gen';
import { problemOf } from './problem';
import { forgetRequests, holdToken, setSessionHooks } from './runtime';
import {
  isSignOutPending,
  readSessionRecord,
  sessionRecordState,
  subscribeToSessionRecord,
  writeSessionRecord,
} from './sessionRecord';
import { finishSignOut, retrySignOutLater } from './signOut';

// The person this page works for. A page works for one person until they leave it: when another person signs in in this
// browser, it locks. Scripts cannot read the refresh cookie, so only the server can say whose it is.

export type SessionState =
  /** The page is its person's to use, or nobody has signed in yet. */
  | { kind: 'open' }
  /** The session is over; its person may sign in again. */
  | { kind: 'expired' }
  /** Another person is signed in in this browser: `by`, once the server has said who. */
  | { kind: 'locked'; by?: Me }
  /** Everything of the person is put away; their drafts are deleted where they signed out. */
  | { kind: 'leaving'; deleteDrafts: boolean };

const OPEN: SessionState = { kind: 'open' };

let state: SessionState = OPEN;
let owner: Me | undefined;
let renewing: Promise<Me | undefined> | undefined;
const listeners = new Set<() => void>();

client.interceptors.error.use((error, response) => problemOf(error, response));
setSessionHooks({
  staffId: () => owner?.id,
  renew: async () => {
    if (!(await renew())) expire();
    return state.kind === 'open';
  },
  maySend: () => {
    followRecord();
    return owner !== undefined && (state.kind === 'open' || state.kind === 'expired');
  },
  uncovered: async () => {
    while (isCovered()) await nextState();
  },
  onAnotherPerson: () => {
    lock();
    void checkSession();
  },
});

export const sessionState = () => state;
export const sessionOwner = () => owner;
/** Whether nothing of the person may be in sight. */
export const isCovered = () => state.kind === 'expired' || state.kind === 'locked';

export function subscribeToSession(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Whoever the cookie belongs to, after a load. */
export function resumeSession(): Promise<Me | undefined> {
  return renew();
}

/** Signs in. Where the page is another person's, it is locked, or stays so. */
export async function signIn(body: Login): Promise<Me> {
  // What is pending goes by the cookie, which is about to be another.
  await finishSignOut();
  return withCookie(async (signal) => accept((await login({ body, signal, throwOnError: true })).data));
}

/** Whether this browser kept the cookie: without it the session ends with the page. */
export async function cookieWasKept(): Promise<boolean> {
  return (await renew()) !== undefined;
}

/** Signs out here and in all tabs at once; the server is told until it has confirmed it. */
export function signOut() {
  // The cookie may be another person's by now: their session is not this page's to end.
  followRecord();
  if (!owner || state.kind !== 'open') return;
  writeSessionRecord({ state: 'signing_out', staffId: owner.id });
  leave(true);
  void finishSignOut();
}

/** Leaves a page whose session is over to whoever comes next; the drafts stay for their author. */
export function leavePage() {
  leave(false);
}

/** Everything is put away. */
export function finishLeaving() {
  setState(OPEN);
}

/** Asks the server who is signed in, and locks or opens the page accordingly; without an answer it stays as it is. */
export async function checkSession() {
  followRecord();
  if (!owner) return;
  const found = await renew().then(
    (me) => ({ me }),
    () => undefined,
  );
  if (!found || found.me) return;
  // A browser that does not keep the cookie leaves the token to go by: a request under it tells.
  if (state.kind === 'open') await getMe({ throwOnError: false });
  else expire();
}

/** Follows what other tabs do, and asks the server when somebody comes back to this one. */
export function watchSession() {
  const onRecord = () => {
    followRecord();
    if (isCovered()) void checkSession();
    if (sessionRecordState() === 'sign_out_failed') retrySignOutLater();
  };
  const onReturn = (event: Event) => {
    // A page that the back button brings back is as it was left; after a load there is nothing to check.
    const isLoad = event.type === 'pageshow' && !(event as PageTransitionEvent).persisted;
    if (isLoad || document.visibilityState === 'hidden') return;
    void finishSignOut();
    void checkSession();
  };
  const unsubscribe = subscribeToSessionRecord(onRecord);
  const targets = [
    [window, 'focus'],
    [window, 'online'],
    [window, 'pageshow'],
    [document, 'visibilitychange'],
  ] as const;
  for (const [target, event] of targets) target.addEventListener(event, onReturn);
  void finishSignOut();
  return () => {
    unsubscribe();
    for (const [target, event] of targets) target.removeEventListener(event, onReturn);
  };
}

/** As after a load. */
export function resetSession() {
  forgetRequests();
  owner = undefined;
  renewing = undefined;
  setState(OPEN);
}

/** Exchanges the cookie for a token, once for all who ask at the same time; nothing when nobody is signed in. */
function renew(): Promise<Me | undefined> {
  if (renewing) return renewing;
  const current = withCookie(exchangeCookie)
    .then((started) => {
      // Whoever left the page or signed out meanwhile is not signed in again by it.
      if (renewing !== current || isSignOutPending()) return undefined;
      return started && accept(started);
    })
    .finally(() => {
      if (renewing === current) renewing = undefined;
    });
  renewing = current;
  return current;
}

async function exchangeCookie(signal: AbortSignal): Promise<SessionStarted | undefined> {
  if (isSignOutPending()) return undefined;
  const { data, error } = await refreshSession({ signal, throwOnError: false });
  if (data) return data;
  // 429: many cookies that this desk never gave out came from here, and this is one of them.
  if ([401, 403, 429].includes(error?.status ?? 0)) return undefined;
  throw error;
}

function accept({ staff, access_token }: SessionStarted): Me {
  const isOwn = !owner || owner.id === staff.id;
  if (isOwn) owner = staff;
  holdToken(isOwn ? access_token : undefined);
  state = isOwn ? OPEN : { kind: 'locked', by: staff };
  writeSessionRecord({ state: 'signed_in', staffId: staff.id });
  notify();
  return staff;
}

function lock() {
  holdToken(undefined);
  setState({ kind: 'locked' });
}

function expire() {
  if (owner) setState({ kind: 'expired' });
}

/** What the record of all tabs means for this page. */
function followRecord() {
  const record = readSessionRecord();
  if (!owner || !record || state.kind === 'leaving') return;
  const isOwn = record.staffId === owner.id;
  if (record.state === 'signed_in') {
    const isKnown = state.kind === 'locked' && (!state.by || state.by.id === record.staffId);
    if (isOwn || isKnown) return;
    lock();
    // The record has no name.
    void renew().catch(() => undefined);
  } else if (isOwn) leave(true);
  // The other person has gone, and this page's session ended when they came.
  else expire();
}

function leave(deleteDrafts: boolean) {
  forgetRequests();
  owner = undefined;
  renewing = undefined;
  setState({ kind: 'leaving', deleteDrafts });
}

function setState(next: SessionState) {
  if (next.kind === state.kind && next.kind !== 'locked') return;
  state = next;
  notify();
}

function notify() {
  for (const listener of listeners) listener();
}

function nextState(): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = subscribeToSession(() => {
      unsubscribe();
      resolve();
    });
  });
}
