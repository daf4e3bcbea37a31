import { createFileRoute, useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import { requireArea } from '@/app/guard';
import { maySee } from '@/app/home';
import { EscalationList } from '@/features/escalations/EscalationList';
import { escalationSearch } from '@/features/escalations/escalationFilters';

export const Route = createFileRoute('/_desk/customer-care/escalations/')({
  validateSearch: escalationSearch,
  beforeLoad: ({ context, search }) => requireArea(context.me, search.deleted ? 'deleted' : 'escalations'),
  component: Escalations,
});

function Escalations() {
  const { me } = Route.useRouteContext();
  const search = Route.useSearch();
  const navigate = useNavigate();
  const router = useRouter();
  const pageNumber = useLocation({ select: ({ state }) => state.pageNumber ?? 1 });
  return (
    <EscalationList
      me={me}
      search={search}
      pageNumber={pageNumber}
      onSearch={(next, page) => navigate({ to: '.', search: next, state: { pageNumber: page }, resetScroll: false })}
      mayRestore={maySee(me, 'deleted')}
      onBack={() => router.history.back()}
    />
  );
}
