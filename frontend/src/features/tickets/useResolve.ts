import { useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { listTicketsOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Ticket } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { notifyDone } from '@/ui/notify';
import { usePreference } from '@/ui/usePreference';
import { queueSearch } from './ticketFilters';
import type { TicketDesk } from './useTicketDesk';

/** Resolving, and what comes after it: staying, or the next ticket of the list this one was opened from. */
export function useResolve(ticket: Ticket, desk: TicketDesk) {
  const { m } = useI18n();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const queue = useLocation({ select: ({ state }) => state.queue });
  const [after, remember] = usePreference('resolve');

  const toNext = async () => {
    const search = queueSearch(ticket, queue);
    const list = await queryClient.fetchQuery({
      ...listTicketsOptions({ query: { ...search, limit: 25 } }),
      staleTime: 0,
    });
    const next = list.data.find(({ id, status }) => id !== ticket.id && status !== 'resolved');
    if (next)
      return navigate({ to: '/customer-care/tickets/$ticketId', params: { ticketId: next.number }, state: { queue } });
    notifyDone(m, m.tickets.lastOfQueue);
    return navigate({ to: '/customer-care/tickets', search });
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
