import { client } from './generated/client.gen';
import { login, logout, refreshSession } from './generated/sdk.gen';
import type { Login, Me, SessionStarted } from './generated/types.gen';
import { problemOf } from './problem';
import { hasToken, holdToken, renewWith } from './runtime';

// Who is signed in, as far as the browser knows. The refresh cookie is out of reach of scripts: asking is the only way to know.

let expired = false;
let renewing: Promise<SessionStarted | undefined> | undefined;
const watchers = new Set<() => void>();

client.interceptors.error.use((error, response) => problemOf(error, response));
renewWith(async () => {
  const hadToken = hasToken();
  const started = await renewOnce();
  if (!started && hadToken) setExpired(true);
  return started !== undefined;
});

/** Exchanges the cookie for a token, once for all who ask at the same time; nothing when the session is over. */
function renewOnce(): Promise<SessionStarted | undefined> {
  renewing ??= refreshSession({ throwOnError: false })
    .then(({ data, error }) => {
      if (data) return begin(data);
      // 429: many cookies that this desk never gave out came from here, and this is one of them.
      if ([401, 403, 429].includes(error?.status ?? 0)) return undefined;
      throw error;
    })
    .finally(() => {
      renewing = undefined;
    });
  return renewing;
}

function begin(started: SessionStarted): SessionStarted {
  holdToken(started.access_token);
  setExpired(false);
  return started;
}

/** Whoever the cookie belongs to, after a reload. */
export async function resume(): Promise<Me | undefined> {
  return (await renewOnce())?.staff;
}

export async function signIn(body: Login): Promise<Me> {
  const { data } = await login({ body, throwOnError: true });
  return begin(data).staff;
}

/** Whether this browser kept the cookie: without it the session ends with the page. */
export async function cookieWasKept(): Promise<boolean> {
  return (await renewOnce()) !== undefined;
}

export async function signOut(): Promise<void> {
  try {
    await logout({ throwOnError: true });
  } finally {
    holdToken(undefined);
    setExpired(false);
  }
}

function setExpired(now: boolean) {
  if (expired === now) return;
  expired = now;
  for (const watcher of watchers) watcher();
}

export function isExpired() {
  return expired;
}

export function watchSession(watcher: () => void) {
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
  };
}
