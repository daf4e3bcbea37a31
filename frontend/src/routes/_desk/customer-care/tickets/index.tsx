import { createFileRoute, useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import { requireArea } from '@/app/guard';
import { maySee } from '@/app/home';
import { TicketQueue } from '@/features/tickets/TicketQueue';
import { ticketSearch } from '@/features/tickets/ticketFilters';

export const Route = createFileRoute('/_desk/customer-care/tickets/')({
  validateSearch: ticketSearch,
  beforeLoad: ({ context }) => requireArea(context.me, 'tickets'),
  component: Tickets,
});

function Tickets() {
  const { me } = Route.useRouteContext();
  const search = Route.useSearch();
  const navigate = useNavigate();
  const router = useRouter();
  const pageNumber = useLocation({ select: ({ state }) => state.pageNumber ?? 1 });
  return (
    <TicketQueue
      me={me}
      search={search}
      pageNumber={pageNumber}
      onSearch={(next, page) => navigate({ to: '.', search: next, state: { pageNumber: page }, resetScroll: false })}
      mayRestore={maySee(me, 'deleted')}
      onBack={() => router.history.back()}
      mayCreate={maySee(me, 'newTicket')}
    />
  );
}
