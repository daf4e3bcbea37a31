import type { QueryClient } from '@tanstack/react-query';
import type { HistoryState } from '@tanstack/react-router';
import { getTicketOptions, listTicketsOptions, searchTicketsOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Ticket } from '@/api/generated/types.gen';
import { isProblem } from '@/api/problem';
import { ownSearchQuery, searchQueryState } from '@/ui/searchQuery';
import { listQuery, queueSearch } from './ticketFilters';

/** One page of the list a ticket is opened from. */
export type TicketList = {
  rows: Ticket[];
  /** Its address. */
  queue?: string;
  /** What was searched for. */
  words?: string;
  /** Where its next page begins. */
  cursor?: string | null;
};

/** The history state a ticket of `list` is opened with: the tickets that follow it there are the way on. */
export function stateFrom({ rows, queue, words, cursor }: TicketList, { id }: Ticket): HistoryState {
  const place = rows.findIndex((row) => row.id === id);
  const following = rows.slice(place + 1).map(({ number }) => number);
  return { queue, following, nextPage: cursor ?? undefined, ...(words && searchQueryState(words)) };
}

/**
 * The ticket after `ticket` in the list it was opened from, passing over what has been resolved since, and the state it is opened with; nothing at the
 * end of the list. One that was opened from no list is followed by what its reader has in hand.
 */
export async function nextTicket(queryClient: QueryClient, ticket: Ticket, from: HistoryState) {
  let state = from;
  while (state.following === undefined || state.following.length > 0 || state.nextPage) {
    const [number, ...following] = state.following ?? [];
    if (number) {
      state = { ...state, following };
      const next = await readTicket(queryClient, number);
      if (next && next.status !== 'resolved') return { number: next.number, state };
    } else {
      state = { ...state, ...(await readPage(queryClient, ticket, state)) };
    }
  }
  return undefined;
}

/** One that is no longer there for its reader is passed over. */
async function readTicket(queryClient: QueryClient, id: string): Promise<Ticket | undefined> {
  try {
    return await queryClient.fetchQuery({ ...getTicketOptions({ path: { id } }), staleTime: 0 });
  } catch (problem) {
    if (isProblem(problem) && problem.status === 404) return undefined;
    throw problem;
  }
}

async function readPage(queryClient: QueryClient, ticket: Ticket, from: HistoryState): Promise<HistoryState> {
  const { queue, nextPage } = from;
  const words = ownSearchQuery(from);
  const search = { ...queueSearch(ticket, queue), ...(nextPage && { cursor: nextPage }) };
  const { status, priority, category, assignee, customer_id, cursor } = search;
  const found = { query: words ?? '', status, priority, category, assignee, customer_id, cursor, limit: 25 };
  const { data: rows, page } = words
    ? await queryClient.fetchQuery({ ...searchTicketsOptions({ body: found }), staleTime: 0 })
    : await queryClient.fetchQuery({ ...listTicketsOptions({ query: listQuery(search) }), staleTime: 0 });
  return stateFrom({ rows, queue, words, cursor: page.next_cursor }, ticket);
}
