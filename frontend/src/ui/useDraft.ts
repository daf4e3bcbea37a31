import { useCallback, useSyncExternalStore } from 'react';

// What was typed and not sent, per person, record and kind. It survives a reload, an ended session and the session of another
// person in the same browser, and is wiped when its author signs out.

const PREFIX = 'caredesk.draft.';
/** Whose drafts this page reads and writes: nobody's before somebody signs in. Each page has its own, whoever else signs in. */
let owner: string | undefined;
const watchers = new Set<() => void>();

function watch(watcher: () => void) {
  watchers.add(watcher);
  window.addEventListener('storage', watcher);
  return () => {
    watchers.delete(watcher);
    window.removeEventListener('storage', watcher);
  };
}

function tell() {
  for (const watcher of watchers) watcher();
}

export function setDraftOwner(staffId: string) {
  owner = staffId;
}

const nameOf = (key: string) => `${PREFIX}${owner}.${key}`;

export function readDraft(key: string): string {
  return owner === undefined ? '' : (localStorage.getItem(nameOf(key)) ?? '');
}

export function writeDraft(key: string, text: string) {
  if (owner === undefined) return;
  if (text === '') localStorage.removeItem(nameOf(key));
  else localStorage.setItem(nameOf(key), text);
  tell();
}

export function useDraft(key: string) {
  const text = useSyncExternalStore(watch, () => readDraft(key));
  const set = useCallback((next: string) => writeDraft(key, next), [key]);
  /** Takes out what has arrived; what was typed behind it meanwhile stays. */
  const arrived = useCallback(
    (sent: string) => {
      const now = readDraft(key);
      if (now.startsWith(sent)) writeDraft(key, now.slice(sent.length).trimStart());
    },
    [key],
  );
  return [text, set, arrived] as const;
}

function storedNames(prefix: string): string[] {
  const names = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index) ?? '');
  return names.filter((name) => name.startsWith(prefix));
}

/** Whether anything is kept under a key that begins so, for lists. */
export function useHasDraft(prefix: string): boolean {
  return useSyncExternalStore(watch, () => owner !== undefined && storedNames(nameOf(prefix)).length > 0);
}

/** The page is nobody's from now on. With `wipe` the drafts of its person go too; those of others stay for them. */
export function releaseDrafts({ wipe }: { wipe: boolean }) {
  if (owner !== undefined && wipe) for (const name of storedNames(nameOf(''))) localStorage.removeItem(name);
  owner = undefined;
  tell();
}
