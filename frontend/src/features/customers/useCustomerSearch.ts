import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { listCustomersOptions, searchCustomersOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Customer } from '@/api/generated/types.gen';
import { type ListState, listState } from '@/ui/listState';

const LIMIT = 25;

/** Who fits the words, or who was changed lately when there are none. The words travel in a body, never in an address. */
export function useCustomerSearch(words: string, clear: () => void) {
  const [asked] = useDebouncedValue(words.trim(), 200);
  const searching = asked !== '';
  const found = useQuery({
    ...searchCustomersOptions({ body: { query: asked, limit: LIMIT } }),
    enabled: searching,
    placeholderData: keepPreviousData,
  });
  const recent = useQuery({
    ...listCustomersOptions({ query: { sort: '-updated_at', limit: LIMIT } }),
    enabled: !searching,
    refetchInterval: 30_000,
  });
  const state: ListState<Customer> = searching
    ? listState(found, found.data?.data, { filtered: true, clear })
    : listState(recent, recent.data?.data, { filtered: false });
  const rows = found.data?.data.length ?? 0;
  return {
    state,
    searching,
    settled: !found.isFetching,
    found: rows,
    capped: searching && found.data?.capped === true,
  };
}
