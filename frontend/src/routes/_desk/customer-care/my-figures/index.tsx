import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { requireArea } from '@/app/guard';
import { reachOf } from '@/app/home';
import { AgentPage } from '@/features/oversight/AgentPage';
import { periodSearch } from '@/features/oversight/reports';

export const Route = createFileRoute('/_desk/customer-care/my-figures/')({
  validateSearch: periodSearch,
  beforeLoad: ({ context }) => requireArea(context.me, 'ownFigures'),
  component: MyFigures,
});

function MyFigures() {
  const { me } = Route.useRouteContext();
  const navigate = useNavigate();
  return (
    <AgentPage
      agentId={me.id}
      search={Route.useSearch()}
      onPeriod={(period) => navigate({ to: '.', search: period, resetScroll: false })}
      reach={reachOf(me)}
      own
    />
  );
}
