import { useState } from 'react';
import { isOwnChange } from '@/api/ownChanges';

type Answer<Row> = { data: Row[]; page: { has_more: boolean } };
type Read<Row> = { data: Answer<Row> | undefined; isFetching: boolean; dataUpdatedAt: number };

type Held<Row> = {
  listKey: string;
  read: Row[];
  /** When the server last answered it. */
  at: number;
  rows: Row[];
  /** The row that stays and was changed by this person: it moves once another one stays. */
  owed?: string;
};

/**
 * Rows that do not move while somebody reads: a refetch changes what a row says, never its place. What others added, took away or moved is counted, and
 * shown on request. `left` holds the rows that are no longer in the list, as far as the page read is all of it: else they may be on the next. What this person
 * changed moves at once, an empty list shows what arrives, and the row called `stays` is never taken away.
 */
export function useSteadyRows<Row extends { id: string }>(listKey: string, query: Read<Row>, stays?: string) {
  const [held, setHeld] = useState<Held<Row>>();
  const { isFetching, dataUpdatedAt } = query;
  const read = query.data?.data;
  const mine = held?.listKey === listKey ? held : undefined;
  if (!read) return { rows: read, changed: 0, left: NONE, show: () => undefined };
  if (!mine) {
    if (!isFetching) setHeld({ listKey, read, at: dataUpdatedAt, rows: read });
    return { rows: read, changed: 0, left: NONE, show: () => undefined };
  }

  const target = keeping(stays, mine.rows, read);
  const at = isFetching ? mine.at : dataUpdatedAt;
  if (mine.read !== read || mine.at !== at || (mine.owed && mine.owed !== stays)) {
    const isOwn = (id: string) => id === mine.owed || isOwnChange(id, mine.at);
    const rows = arranged(mine.rows, target, (id) => id !== stays && isOwn(id));
    setHeld({ listKey, read, at, rows, owed: stays && isOwn(stays) ? stays : undefined });
  }
  const isWhole = query.data?.page.has_more === false;
  const gone = mine.rows.map(({ id }) => id).filter((id) => isWhole && !target.some((row) => row.id === id));
  return {
    rows: mine.rows,
    changed: differences(mine.rows, target),
    left: new Set(gone),
    show: () => setHeld({ ...mine, rows: target }),
  };
}

const NONE: ReadonlySet<string> = new Set();

/** What was read, and in its place the row that stays. */
function keeping<Row extends { id: string }>(stays: string | undefined, held: Row[], read: Row[]): Row[] {
  const place = held.findIndex(({ id }) => id === stays);
  const row = held[place];
  if (!row || read.some(({ id }) => id === stays)) return read;
  return [...read.slice(0, place), row, ...read.slice(place)];
}

/** The held rows as they are read now, with those that may move where they are read. What one left room for follows at the end. */
function arranged<Row extends { id: string }>(held: Row[], read: Row[], mayMove: (id: string) => boolean): Row[] {
  if (held.length === 0) return read;
  const now = new Map(read.map((row) => [row.id, row]));
  const rows = held.filter(({ id }) => !mayMove(id)).map((row) => now.get(row.id) ?? row);
  let place = 0;
  let rest: Row[] = [];
  for (const row of read) {
    const stands = rows.findIndex(({ id }) => id === row.id);
    if (stands >= 0) {
      place = stands + 1;
      rest = [];
    } else if (mayMove(row.id)) {
      rows.splice(place, 0, row);
      place += 1;
      rest = [];
    } else {
      rest.push(row);
    }
  }
  return [...rows, ...rest.slice(0, Math.max(0, held.length - rows.length))];
}

/** How many rows were added or taken away, and how many of the others stand elsewhere. */
function differences<Row extends { id: string }>(held: Row[], read: Row[]): number {
  const both = (rows: Row[], others: Row[]) => {
    const ids = new Set(others.map(({ id }) => id));
    return rows.filter(({ id }) => ids.has(id));
  };
  const [before, after] = [both(held, read), both(read, held)];
  const moved = after.filter(({ id }, index) => before[index]?.id !== id).length;
  return Math.max(held.length - before.length, read.length - after.length) + moved;
}
