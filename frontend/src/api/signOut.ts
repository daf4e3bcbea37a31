import { withCookie } from './cookie';
import { logout } from './generated/sdk.gen';
import { isProblem } from './problem';
import { isSignOutPending, readSessionRecord, writeSessionRecord } from './sessionRecord';

// Tells the server that somebody has signed out, until it has confirmed it: the record keeps this through a reload, for all tabs.

/** Whoever leaves does not wait for long to learn that it failed. */
const ANSWER_WITHIN = 8000;
const RETRY_AFTER = [1000, 3000, 10_000, 30_000];

let finishing: Promise<void> | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let attempts = 0;

/** Ends the session at the server where that is pending; a failure is recorded, and tried again later. */
export function finishSignOut(): Promise<void> {
  finishing ??= attempt().finally(() => {
    finishing = undefined;
  });
  return finishing;
}

/** Tries again after a while, longer each time. */
export function retrySignOutLater() {
  timer ??= setTimeout(finishSignOut, RETRY_AFTER[Math.min(attempts, RETRY_AFTER.length - 1)]);
}

async function attempt() {
  clearTimeout(timer);
  timer = undefined;
  if (isSignOutPending()) await withCookie(endSession, ANSWER_WITHIN);
}

async function endSession(signal: AbortSignal) {
  const record = readSessionRecord();
  // Somebody may have signed in meanwhile: the cookie is theirs now.
  if (!record || !isSignOutPending(record)) return;
  const isEnded = await endedAtServer(record.staffId, signal);
  if (!isSignOutPending()) return;
  if (!isEnded) retrySignOutLater();
  attempts = isEnded ? 0 : attempts + 1;
  writeSessionRecord({ ...record, state: isEnded ? 'signed_out' : 'sign_out_failed' });
}

/** Ends this person's session, and says whether it is over; `CareDesk-Staff` keeps it from being another person's. */
async function endedAtServer(staffId: string, signal: AbortSignal): Promise<boolean> {
  const headers = { 'CareDesk-Staff': staffId };
  try {
    const { error } = await logout({ headers, signal, keepalive: true, throwOnError: false });
    return error === undefined || (isProblem(error) && error.code === 'another_person');
  } catch {
    return false;
  }
}
