import { type ReactNode, useState } from 'react';

// The cursor of a list and what is chosen in it. The keys act on the row under the cursor, which is where the focus was
// last; a list without these tools is only read.

export type RowTools<Row> = {
  cursor: string | undefined;
  onCursor: (key: string) => void;
  chosen: ReadonlySet<string>;
  onChoose: (key: string) => void;
  nameOf: (row: Row) => string;
  menu: (row: Row) => ReactNode;
};

/**
 * `keys` are the rows that are there, and `others` those known of other pages: what has gone is not chosen, and leaves the cursor to the row after it.
 * With `all` the rows that are there are chosen to begin with.
 */
export function useRowCursor(keys: string[], others: string[], all: boolean) {
  const [candidates, setCandidates] = useState<readonly string[]>([]);
  const [marked, setMarked] = useState<readonly string[]>();
  if (all && !marked && keys.length > 0) setMarked(keys);
  const known = new Set([...keys, ...others]);
  const chosen = new Set(marked?.filter((key) => known.has(key)));
  return {
    cursor: candidates.find((key) => keys.includes(key)),
    onCursor: (key: string) => {
      const place = keys.indexOf(key);
      setCandidates([...keys.slice(place), ...keys.slice(0, place).reverse()]);
    },
    chosen,
    onChoose: (key: string) =>
      setMarked(chosen.has(key) ? [...chosen].filter((each) => each !== key) : [...chosen, key]),
    choose: (chosen: string[]) => setMarked(chosen),
    clear: () => setMarked([]),
  };
}

/** Moves the focus, and with it the cursor, over the rows of the page. */
export function moveCursor(step: 1 | -1) {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row-link]')];
  const around = document.activeElement?.closest('[data-row]') ?? document.querySelector('[data-cursor]');
  const at = rows.findIndex((row) => row === document.activeElement || around?.contains(row));
  const next = at === -1 ? rows[0] : rows[Math.min(rows.length - 1, Math.max(0, at + step))];
  next?.focus();
}
