import { VisuallyHidden } from '@mantine/core';
import { useSyncExternalStore } from 'react';

// The one polite live region. What it says is also on the screen, in a notice or in a list.

let said = '';
const watchers = new Set<() => void>();

export function announce(text: string) {
  // The same words twice are read twice only when they differ by something unheard.
  said = text === said ? `${text}\u00a0` : text;
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void) {
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
  };
}

export function LiveRegion() {
  const text = useSyncExternalStore(watch, () => said);
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {text}
    </VisuallyHidden>
  );
}
