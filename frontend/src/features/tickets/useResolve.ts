import { useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import type { Ticket } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { notifyDone } from '@/ui/notify';
import { ownSearchQuery, searchQueryState } from '@/ui/searchQuery';
import { usePreference } from '@/ui/usePreference';
import { nextTicket } from './nextTicket';
import { queueSearch } from './ticketFilters';
import type { TicketDesk } from './useTicketDesk';

/** Resolving, and what comes after it: staying, or the ticket after this one in the list it was opened from. */
export function useResolve(ticket: Ticket, desk: TicketDesk) {
  const { m } = useI18n();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const from = useLocation({ select: ({ state }) => state });
  const [after, remember] = usePreference('resolve');

  const toNext = async () => {
    const next = await nextTicket(queryClient, ticket, from);
    if (next) {
      const { number: ticketId, state } = next;
      return navigate({ to: '/customer-care/tickets/$ticketId', params: { ticketId }, state });
    }
    notifyDone(m, m.tickets.lastOfQueue);
    const words = ownSearchQuery(from);
    const state = words ? searchQueryState(words) : {};
    return navigate({ to: '/customer-care/tickets', search: queueSearch(ticket, from.queue), state });
  };
  /** `choose` is for the button that asks which of both; the choice is remembered. */
  const choose = (how: typeof after) => {
    remember(how);
    resolve(how);
  };
  const resolve = (how: typeof after) => {
    desk.setStatus(ticket, 'resolved', how === 'next' ? () => void toNext() : undefined);
  };
  return { after, resolve, choose, toNext: () => void toNext() };
}
