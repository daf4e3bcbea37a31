import { useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import type { Me } from '@/api/generated/types.gen';
import { TicketQueue } from '@/features/tickets/TicketQueue';
import type { TicketSearch } from '@/features/tickets/ticketFilters';
import { ownSearchQuery, searchQueryState } from '@/ui/searchQuery';
import { maySee } from './home';

/** The queue of tickets, for each of its addresses. */
export function TicketDesk({ me, search }: { me: Me; search: TicketSearch }) {
  const navigate = useNavigate();
  const router = useRouter();
  const { state } = useLocation();
  const pageNumber = state.pageNumber ?? 1;
  // The words may be a patient's name: they live in the state of the history entry, never in the address.
  const kept = {
    entry: state.__TSR_index,
    words: ownSearchQuery(state) ?? '',
    onWords: (words: string) =>
      navigate({ to: '.', search, state: searchQueryState(words), replace: true, resetScroll: false }),
  };
  return (
    <TicketQueue
      me={me}
      search={search}
      kept={kept}
      pageNumber={pageNumber}
      onSearch={(next, words, page) =>
        navigate({ to: '.', search: next, state: { ...searchQueryState(words), pageNumber: page }, resetScroll: false })
      }
      mayRestore={maySee(me, 'deleted')}
      onBack={() => router.history.back()}
      mayCreate={maySee(me, 'newTicket')}
    />
  );
}
