import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { listTicketsOptions, searchTicketsOptions } from '@/api/generated/@tanstack/react-query.gen';
import { listTickets } from '@/api/generated/sdk.gen';
import { stringifySearch } from '@/api/search';
import { wholeList } from '@/api/wholeList';
import { isFiltered, listState } from '@/ui/listState';
import { useSteadyRows } from '@/ui/useSteadyRows';
import { listQuery, type TicketSearch } from './ticketFilters';

/** The queue by its filters; with words, what fits both, best first. The words travel in a body, never in an address. */
export function useTicketList(search: TicketSearch, words: string, clear: () => void) {
  const [asked] = useDebouncedValue(words.trim(), 250);
  const searching = asked !== '';
  const list = useQuery({
    ...listTicketsOptions({ query: { ...listQuery(search), include_total: true } }),
    refetchInterval: 30_000,
    enabled: !searching,
  });
  const { status, priority, category, assignee, customer_id, cursor } = search;
  const found = useQuery({
    ...searchTicketsOptions({
      body: { query: asked, status, priority, category, assignee, customer_id, cursor, limit: 25 },
    }),
    enabled: searching,
    placeholderData: keepPreviousData,
  });
  const query = searching ? found : list;
  const queue = stringifySearch(search);
  const steady = useSteadyRows(`${queue} ${asked}`, query);
  const filter = searching || isFiltered(search) ? { filtered: true as const, clear } : { filtered: false as const };
  const all = { ...search, cursor: undefined };
  const read = async (cursor?: string) =>
    (await listTickets({ query: { ...all, cursor, limit: 100 }, throwOnError: true })).data;
  return {
    queue,
    whole: searching ? undefined : wholeList(stringifySearch(all), list.data?.page, read),
    searching,
    steady,
    state: listState(query, steady.rows, filter),
    page: query.data?.page,
    capped: searching && found.data?.capped === true,
    settled: !query.isFetching,
  };
}
