import type { Problem } from '@/api/generated/types.gen';

// Every list is in exactly one of these, and whoever shows one has to deal with all of them.

export type ListState<Row> =
  | { phase: 'loading' }
  | { phase: 'failed'; problem: Problem; retry: () => void }
  | { phase: 'empty' }
  | { phase: 'filteredEmpty'; clear: () => void }
  | { phase: 'rows'; rows: Row[]; stale?: { problem: Problem; retry: () => void } };

type Asked = { isPending: boolean; error: Problem | null; refetch: () => unknown };
type Filter = { filtered: false } | { filtered: true; clear: () => void };

/** What a query means for a list. Rows already shown stay when reading them again fails. */
export function listState<Row>(query: Asked, rows: Row[] | undefined, filter: Filter): ListState<Row> {
  const trouble = query.error ? { problem: query.error, retry: () => void query.refetch() } : undefined;
  if (rows === undefined) return trouble ? { phase: 'failed', ...trouble } : { phase: 'loading' };
  if (rows.length > 0) return { phase: 'rows', rows, stale: trouble };
  return filter.filtered ? { phase: 'filteredEmpty', clear: filter.clear } : { phase: 'empty' };
}

/** Whether an address holds more than an order, a place in the list, and whether it is that of what is deleted. */
export function isFiltered({ sort: _, cursor: __, deleted: ___, ...filters }: Record<string, unknown>): boolean {
  return Object.values(filters).some((value) => value !== undefined);
}
