import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { ListTicketsResponse, Ticket } from '@/api/generated/types.gen';
import { refreshAbout } from '@/api/refresh';

// One ticket may be in many answers the browser holds: the page by its id, by its number, and rows of lists.

type Held = [QueryKey, unknown][];

/** Stops reads that are on their way: what they bring is older than what is about to be foreseen. */
export async function stopReads(queryClient: QueryClient) {
  const reads = ['getTicket', 'listTickets'].map((_id) => queryClient.cancelQueries({ queryKey: [{ _id }] }));
  await Promise.all(reads);
}

/** Changes the ticket wherever it is held, at once; the result puts everything back. */
export function foresee(queryClient: QueryClient, id: string, change: Partial<Ticket>): () => void {
  const held: Held = [
    ...queryClient.getQueriesData({ queryKey: [{ _id: 'getTicket' }] }),
    ...queryClient.getQueriesData({ queryKey: [{ _id: 'listTickets' }] }),
  ];
  const apply = (ticket: Ticket): Ticket => (ticket.id === id ? { ...ticket, ...change } : ticket);
  queryClient.setQueriesData<Ticket>({ queryKey: [{ _id: 'getTicket' }] }, (ticket) => ticket && apply(ticket));
  queryClient.setQueriesData<ListTicketsResponse>(
    { queryKey: [{ _id: 'listTickets' }] },
    (list) => list && { ...list, data: list.data.map(apply) },
  );
  return () => {
    for (const [key, data] of held) queryClient.setQueryData(key, data);
  };
}

/** Puts what the server answered in place of what was foreseen, and has the rest read again. */
export function settle(queryClient: QueryClient, ticket: Ticket) {
  foresee(queryClient, ticket.id, ticket);
  return refresh(queryClient);
}

export function refresh(queryClient: QueryClient) {
  return refreshAbout(queryClient, ['Ticket']);
}
