import { useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import type { Me } from '@/api/generated/types.gen';
import { InteractionList } from '@/features/interactions/InteractionList';
import type { InteractionSearch } from '@/features/interactions/interactionFilters';
import { maySee } from './home';
import { pickCustomer } from './pickCustomer';

/** The list of interactions, for each of its addresses. */
export function InteractionDesk({ me, search }: { me: Me; search: InteractionSearch }) {
  const navigate = useNavigate();
  const router = useRouter();
  const pageNumber = useLocation({ select: ({ state }) => state.pageNumber ?? 1 });
  return (
    <InteractionList
      me={me}
      search={search}
      pageNumber={pageNumber}
      onSearch={(next, page) => navigate({ to: '.', search: next, state: { pageNumber: page }, resetScroll: false })}
      mayRestore={maySee(me, 'deleted')}
      onBack={() => router.history.back()}
      pick={pickCustomer}
      mayLog={maySee(me, 'newInteraction')}
    />
  );
}
