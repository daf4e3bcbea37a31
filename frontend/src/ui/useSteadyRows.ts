import { useState } from 'react';

type Settled<Row> = { rows: Row[] | undefined; settled: boolean };
type Held<Row> = { listKey: string; read: Row[]; rows: Row[] };

/**
 * Rows that do not move while somebody reads: a refetch changes what a row says, never its place. What is new, gone or
 * elsewhere is counted, and shown on request. A row that has left the list goes on saying what it said last.
 */
export function useSteadyRows<Row>(listKey: string, { rows, settled }: Settled<Row>, keyOf: (row: Row) => string) {
  const [held, setHeld] = useState<Held<Row>>();
  const mine = held?.listKey === listKey ? held : undefined;
  if (rows && settled && !mine) setHeld({ listKey, read: rows, rows });
  if (rows && mine && mine.read !== rows) {
    const now = new Map(rows.map((row) => [keyOf(row), row]));
    setHeld({ listKey, read: rows, rows: mine.rows.map((row) => now.get(keyOf(row)) ?? row) });
  }
  if (!rows || !mine) return { rows, changed: 0, show: () => undefined };

  const moved = rows.filter((row, index) => {
    const there = mine.rows[index];
    return there === undefined || keyOf(there) !== keyOf(row);
  }).length;
  return {
    rows: mine.rows,
    changed: Math.max(moved, mine.rows.length - rows.length),
    show: () => setHeld({ listKey, read: rows, rows }),
  };
}
