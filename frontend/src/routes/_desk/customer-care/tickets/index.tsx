import { createFileRoute, useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import { requireArea } from '@/app/guard';
import { maySee } from '@/app/home';
import { TicketQueue } from '@/features/tickets/TicketQueue';
import { ticketSearch } from '@/features/tickets/ticketFilters';

export const Route = createFileRoute('/_desk/customer-care/tickets/')({
  validateSearch: ticketSearch,
  beforeLoad: ({ context, search }) => requireArea(context.me, search.deleted ? 'deleted' : 'tickets'),
  component: Tickets,
});

function Tickets() {
  const { me } = Route.useRouteContext();
  const search = Route.useSearch();
  const navigate = useNavigate();
  const router = useRouter();
  const { state } = useLocation();
  const pageNumber = state.pageNumber ?? 1;
  // The words may be a patient's name: they live in the state of the history entry, never in the address.
  const kept = {
    entry: state.__TSR_index,
    words: state.words ?? '',
    onWords: (words: string) => navigate({ to: '.', search, state: { words }, replace: true, resetScroll: false }),
  };
  return (
    <TicketQueue
      me={me}
      search={search}
      kept={kept}
      pageNumber={pageNumber}
      onSearch={(next, words, page) =>
        navigate({ to: '.', search: next, state: { words, pageNumber: page }, resetScroll: false })
      }
      mayRestore={maySee(me, 'deleted')}
      onBack={() => router.history.back()}
      mayCreate={maySee(me, 'newTicket')}
    />
  );
}
