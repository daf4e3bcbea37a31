import { useCallback, useSyncExternalStore } from 'react';

// What was typed and not sent, per record and kind. It survives a reload and an ended session, and is wiped at sign-out.

const PREFIX = 'caredesk.draft.';
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

export function readDraft(key: string): string {
  return localStorage.getItem(PREFIX + key) ?? '';
}

export function writeDraft(key: string, text: string) {
  if (text === '') localStorage.removeItem(PREFIX + key);
  else localStorage.setItem(PREFIX + key, text);
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

function keptKeys(prefix: string): string[] {
  const kept = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index) ?? '');
  return kept.filter((name) => name.startsWith(PREFIX + prefix));
}

/** Whether anything is kept under a name that begins so, for lists. */
export function useHasDraft(prefix: string): boolean {
  return useSyncExternalStore(watch, () => keptKeys(prefix).length > 0);
}

export function wipeDrafts() {
  for (const key of keptKeys('')) localStorage.removeItem(key);
  tell();
}

const OWNER = 'caredesk.draft-owner';

/** Drafts belong to one person: whoever signs in next on this browser finds none of theirs. */
export function claimDrafts(staffId: string) {
  if (localStorage.getItem(OWNER) !== staffId) wipeDrafts();
  localStorage.setItem(OWNER, staffId);
}
