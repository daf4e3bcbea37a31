import { useQuery } from '@tanstack/react-query';
import type { LinkProps } from '@tanstack/react-router';
import {
  listEscalationsOptions,
  listInteractionsOptions,
  listTicketsOptions,
} from '@/api/generated/@tanstack/react-query.gen';
import { useI18n } from '@/i18n/I18n';

type InHand = { text: string; way: Pick<LinkProps, 'to' | 'search'> };

/** How much of the desk's work hangs on somebody now, each with the way to it; what is not known yet is left out. */
export function useInHand(id: string): InHand[] {
  const { m } = useI18n();
  const count = { limit: 1, include_total: true };
  const ofTickets = { assignee: [id], status: ['open' as const, 'pending' as const, 'escalated' as const] };
  const ofInteractions = { agent: [id], status: ['active' as const, 'pending' as const] };
  const ofEscalations = { target: [id], status: ['pending' as const, 'in_progress' as const] };
  const tickets = useQuery(listTicketsOptions({ query: { ...count, ...ofTickets } }));
  const interactions = useQuery(listInteractionsOptions({ query: { ...count, ...ofInteractions } }));
  const escalations = useQuery(listEscalationsOptions({ query: { ...count, ...ofEscalations } }));
  const say = (total: number | undefined, words: (n: number) => string, way: InHand['way']) =>
    total === undefined ? [] : [{ text: words(total), way }];
  return [
    ...say(tickets.data?.page.total, m.staff.tickets, { to: '/customer-care/tickets', search: ofTickets }),
    ...say(interactions.data?.page.total, m.staff.interactions, {
      to: '/customer-care/interactions',
      search: ofInteractions,
    }),
    ...say(escalations.data?.page.total, m.staff.escalations, {
      to: '/customer-care/escalations',
      search: ofEscalations,
    }),
  ];
}
