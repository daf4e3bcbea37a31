// Whose session this browser holds, for all tabs: one entry of local storage, which tells the other tabs of a change by itself.
// It holds the id of a colleague and nothing else. The server stays the authority; this only is quicker, and outlives a reload.

const KEY = 'caredesk.session';
const STATES = ['signed_in', 'signing_out', 'sign_out_failed', 'signed_out'] as const;

export type SessionRecord = {
  staffId: string;
  /** `signing_out` and `sign_out_failed`: the person has signed out, and the server has not confirmed it. */
  state: (typeof STATES)[number];
};

const listeners = new Set<() => void>();
/** What a full storage did not take: it holds for this tab at least. */
let unsaved: string | undefined;

/** The value of the entry is `<state> <id of the colleague>`. */
export function readSessionRecord(): SessionRecord | undefined {
  const [name, staffId] = (unsaved ?? localStorage.getItem(KEY) ?? '').split(' ');
  const state = STATES.find((known) => known === name);
  return state && staffId ? { state, staffId } : undefined;
}

export function writeSessionRecord({ state, staffId }: SessionRecord) {
  const value = `${state} ${staffId}`;
  if (localStorage.getItem(KEY) === value) return;
  try {
    localStorage.setItem(KEY, value);
    unsaved = undefined;
  } catch {
    unsaved = value;
  }
  for (const listener of listeners) listener();
}

export const isSignOutPending = (record = readSessionRecord()) =>
  record?.state === 'signing_out' || record?.state === 'sign_out_failed';

export const sessionRecordState = () => readSessionRecord()?.state;

/** Calls `listener` after a change of the record, by this tab or another. */
export function subscribeToSessionRecord(listener: () => void) {
  const onStorage = ({ key }: StorageEvent) => {
    if (key !== KEY && key !== null) return;
    unsaved = undefined;
    listener();
  };
  listeners.add(listener);
  window.addEventListener('storage', onStorage);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', onStorage);
  };
}
