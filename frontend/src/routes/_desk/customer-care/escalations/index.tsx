import { createFileRoute } from '@tanstack/react-router';
import { EscalationDesk } from '@/app/EscalationDesk';
import { requireArea } from '@/app/guard';
import { escalationSearch } from '@/features/escalations/escalationFilters';

export const Route = createFileRoute('/_desk/customer-care/escalations/')({
  validateSearch: escalationSearch,
  beforeLoad: ({ context, search }) => requireArea(context.me, search.deleted ? 'deleted' : 'escalations'),
  component: Escalations,
});

function Escalations() {
  const { me } = Route.useRouteContext();
  return <EscalationDesk me={me} search={Route.useSearch()} />;
}
