import { logout } from './generated/sdk.gen';
import { isProblem } from './problem';
import { isSignOutPending, readSessionRecord, writeSessionRecord } from './sessionRecord';

// Tells the server that somebody has signed out, until it has confirmed it: the record keeps this through a reload, for all tabs.

const ANSWER_WITHIN = 10_000;
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
  const record = readSessionRecord();
  if (!record || !isSignOutPending(record)) return;
  const isEnded = await endSession(record.staffId);
  // Somebody may have signed in meanwhile: the cookie is theirs now.
  const now = readSessionRecord();
  if (now?.staffId !== record.staffId || !isSignOutPending(now)) return;
  if (!isEnded) retrySignOutLater();
  attempts = isEnded ? 0 : attempts + 1;
  writeSessionRecord({ ...record, state: isEnded ? 'signed_out' : 'sign_out_failed' });
}

/** Whether this person's session is over. `CareDesk-Staff` keeps it from being the session of another. */
async function endSession(staffId: string): Promise<boolean> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN);
  const headers = { 'CareDesk-Staff': staffId };
  try {
    const { error } = await logout({ headers, signal, keepalive: true, throwOnError: false });
    return error === undefined || (isProblem(error) && error.code === 'another_person');
  } catch {
    return false;
  }
}
