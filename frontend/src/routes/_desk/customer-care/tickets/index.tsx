import { createFileRoute } from '@tanstack/react-router';
import { requireArea } from '@/app/guard';
import { TicketDesk } from '@/app/TicketDesk';
import { ticketSearch } from '@/features/tickets/ticketFilters';

export const Route = createFileRoute('/_desk/customer-care/tickets/')({
  validateSearch: ticketSearch,
  beforeLoad: ({ context, search }) => requireArea(context.me, search.deleted ? 'deleted' : 'tickets'),
  component: Tickets,
});

function Tickets() {
  const { me } = Route.useRouteContext();
  return <TicketDesk me={me} search={Route.useSearch()} />;
}
