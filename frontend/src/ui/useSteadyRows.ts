import { useState } from 'react';

type Settled<Row> = { rows: Row[] | undefined; settled: boolean };

/**
 * Rows that do not move while somebody reads: a refetch changes what a row says, never its place. What is new, gone or
 * elsewhere is counted, and shown on request.
 */
export function useSteadyRows<Row>(listKey: string, { rows, settled }: Settled<Row>, keyOf: (row: Row) => string) {
  const [held, setHeld] = useState<{ listKey: string; rows: Row[] }>();
  if (rows && settled && held?.listKey !== listKey) setHeld({ listKey, rows });

  const place = held?.listKey === listKey ? held.rows : undefined;
  if (!rows || !place) return { rows, changed: 0, show: () => undefined };

  const now = new Map(rows.map((row) => [keyOf(row), row]));
  const moved = rows.filter((row, index) => place[index] === undefined || keyOf(place[index]) !== keyOf(row)).length;
  return {
    rows: place.map((row) => now.get(keyOf(row)) ?? row),
    changed: Math.max(moved, place.length - rows.length),
    show: () => setHeld({ listKey, rows }),
  };
}
