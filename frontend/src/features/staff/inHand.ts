import { useQuery } from '@tanstack/react-query';
import {
  listEscalationsOptions,
  listInteractionsOptions,
  listTicketsOptions,
} from '@/api/generated/@tanstack/react-query.gen';
import { useI18n } from '@/i18n/I18n';

/** How much of the desk's work hangs on somebody now; what is not known yet is left out. */
export function useInHand(id: string): string[] {
  const { m } = useI18n();
  const count = { limit: 1, include_total: true };
  const tickets = useQuery(
    listTicketsOptions({ query: { ...count, assignee: [id], status: ['open', 'pending', 'escalated'] } }),
  );
  const interactions = useQuery(
    listInteractionsOptions({ query: { ...count, agent: [id], status: ['active', 'pending'] } }),
  );
  const escalations = useQuery(
    listEscalationsOptions({ query: { ...count, target: [id], status: ['pending', 'in_progress'] } }),
  );
  const say = (total: number | undefined, words: (n: number) => string) => (total === undefined ? [] : [words(total)]);
  return [
    ...say(tickets.data?.page.total, m.staff.tickets),
    ...say(interactions.data?.page.total, m.staff.interactions),
    ...say(escalations.data?.page.total, m.staff.escalations),
  ];
}
