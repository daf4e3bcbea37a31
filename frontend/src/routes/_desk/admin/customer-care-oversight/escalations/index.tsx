import { createFileRoute } from '@tanstack/react-router';
import { EscalationDesk } from '@/app/EscalationDesk';
import { requireArea } from '@/app/guard';
import { escalationSearch } from '@/features/escalations/escalationFilters';

export const Route = createFileRoute('/_desk/admin/customer-care-oversight/escalations/')({
  validateSearch: escalationSearch,
  beforeLoad: ({ context }) => requireArea(context.me, 'records'),
  component: Escalations,
});

function Escalations() {
  const { me } = Route.useRouteContext();
  return <EscalationDesk me={me} search={Route.useSearch()} />;
}
