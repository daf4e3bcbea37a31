import type { LucideIcon } from 'lucide-react';
import { useEffect, useRef, useSyncExternalStore } from 'react';

// What can be done now, as data: buttons, menus, the palette, the key listener and the help sheet all read the same list.

export type Action = {
  id: string;
  label: string;
  icon: LucideIcon;
  run: () => void;
  /** A letter, or two after each other such as `g t`. */
  keys?: string;
  /** The palette does not list moves such as "next row". */
  hidden?: boolean;
  /** Ends something: stands apart from what is harmless. */
  apart?: boolean;
};

type Stack = { current: Action[]; always: boolean };

const stacks = new Set<Stack>();
const watchers = new Set<() => void>();
let snapshot: Action[] = [];

function publish() {
  // A page can take over a key of the shell, whichever of them came first; of two of a page the newest counts.
  const newest = [...stacks].reverse();
  const pages = newest.filter(({ always }) => !always);
  const shell = newest.filter(({ always }) => always);
  snapshot = [...pages, ...shell].flatMap((stack) => stack.current);
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void) {
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
  };
}

export function currentActions(): Action[] {
  return snapshot;
}

export function useCurrentActions(): Action[] {
  return useSyncExternalStore(watch, currentActions);
}

/** Offers `actions` while the component is on the page; `always` where they are there on every page. */
export function useActions(actions: Action[], { always = false } = {}) {
  const held = useRef(actions);
  const shape = actions.map(({ id, label, keys }) => `${id}\t${label}\t${keys}`).join('\n');
  useEffect(() => {
    held.current = actions;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new list of the same actions changes nothing others see
  useEffect(() => {
    const current = actions.map((action, index) => ({ ...action, run: () => held.current[index]?.run() }));
    const entry = { current, always };
    stacks.add(entry);
    publish();
    return () => {
      stacks.delete(entry);
      publish();
    };
  }, [shape, always]);
}
