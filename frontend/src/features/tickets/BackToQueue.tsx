import { useLocation } from '@tanstack/react-router';
import { parseSearch } from '@/api/search';
import { useI18n } from '@/i18n/I18n';
import { BackLink } from '@/ui/BackLink';
import { ticketSearch } from './ticketFilters';

/** Back to the list as it was left, or to the whole of it. */
export function BackToQueue() {
  const { m } = useI18n();
  const queue = useLocation({ select: ({ state }) => state.queue });
  return (
    <BackLink to="/customer-care/tickets" search={ticketSearch(parseSearch(queue ?? ''))}>
      {m.tickets.title}
    </BackLink>
  );
}
