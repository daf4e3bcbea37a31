import { Text } from '@mantine/core';
import { lazy, Suspense, useSyncExternalStore } from 'react';

const ConfirmDialog = lazy(() => import('./ConfirmDialog').then((it) => ({ default: it.ConfirmDialog })));

type Question = { title: string; about: string; confirm: string; run: () => void };

let asked: Question | undefined;
const watchers = new Set<() => void>();

/** Asks before something is done that goes further than its button: from a page, a row, the palette or a key alike. */
export function askFirst(question: Question | undefined) {
  asked = question;
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Where those questions stand. */
export function AskedFirst() {
  const question = useSyncExternalStore(watch, () => asked);
  if (!question) return null;
  const { title, about, confirm, run } = question;
  const close = () => askFirst(undefined);
  return (
    <Suspense fallback={null}>
      <ConfirmDialog
        title={title}
        confirm={confirm}
        pending={false}
        onConfirm={() => {
          close();
          run();
        }}
        onClose={close}
      >
        <Text size="sm">{about}</Text>
      </ConfirmDialog>
    </Suspense>
  );
}
