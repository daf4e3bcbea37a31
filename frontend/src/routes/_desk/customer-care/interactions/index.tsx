import { createFileRoute } from '@tanstack/react-router';
import { requireArea } from '@/app/guard';
import { InteractionDesk } from '@/app/InteractionDesk';
import { interactionSearch } from '@/features/interactions/interactionFilters';

export const Route = createFileRoute('/_desk/customer-care/interactions/')({
  validateSearch: interactionSearch,
  beforeLoad: ({ context, search }) => requireArea(context.me, search.deleted ? 'deleted' : 'interactions'),
  component: Interactions,
});

function Interactions() {
  const { me } = Route.useRouteContext();
  return <InteractionDesk me={me} search={Route.useSearch()} />;
}
