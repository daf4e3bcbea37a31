import { createFileRoute } from '@tanstack/react-router';
import { requireArea } from '@/app/guard';
import { InteractionDesk } from '@/app/InteractionDesk';
import { interactionSearch } from '@/features/interactions/interactionFilters';

export const Route = createFileRoute('/_desk/admin/customer-care-oversight/interactions/')({
  validateSearch: interactionSearch,
  beforeLoad: ({ context }) => requireArea(context.me, 'records'),
  component: Interactions,
});

function Interactions() {
  const { me } = Route.useRouteContext();
  return <InteractionDesk me={me} search={Route.useSearch()} />;
}
