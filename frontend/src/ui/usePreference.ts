import { useCallback, useSyncExternalStore } from 'react';

// What a person prefers in this browser. Never anything about a patient: it outlives the sign-out.

export const PREFERENCES = {
  density: ['comfortable', 'compact'],
  letters: ['on', 'off'],
  resolve: ['stay', 'next'],
} as const;

type Name = keyof typeof PREFERENCES;
type Value<N extends Name> = (typeof PREFERENCES)[N][number];

const watchers = new Set<() => void>();

function watch(watcher: () => void) {
  watchers.add(watcher);
  window.addEventListener('storage', watcher);
  return () => {
    watchers.delete(watcher);
    window.removeEventListener('storage', watcher);
  };
}

export function readPreference<N extends Name>(name: N): Value<N> {
  const kept = localStorage.getItem(`caredesk.${name}`);
  const values: readonly Value<N>[] = PREFERENCES[name];
  return values.find((value) => value === kept) ?? (values[0] as Value<N>);
}

export function usePreference<N extends Name>(name: N): [Value<N>, (value: Value<N>) => void] {
  const value = useSyncExternalStore(watch, () => readPreference(name));
  const set = useCallback(
    (next: Value<N>) => {
      localStorage.setItem(`caredesk.${name}`, next);
      for (const watcher of watchers) watcher();
    },
    [name],
  );
  return [value, set];
}
