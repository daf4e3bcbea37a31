import { createFileRoute, useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import { requireArea } from '@/app/guard';
import { maySee } from '@/app/home';
import { pickCustomer } from '@/app/pickCustomer';
import { InteractionList } from '@/features/interactions/InteractionList';
import { interactionSearch } from '@/features/interactions/interactionFilters';

export const Route = createFileRoute('/_desk/customer-care/interactions/')({
  validateSearch: interactionSearch,
  beforeLoad: ({ context, search }) => requireArea(context.me, search.deleted ? 'deleted' : 'interactions'),
  component: Interactions,
});

function Interactions() {
  const { me } = Route.useRouteContext();
  const search = Route.useSearch();
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
