import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { requireArea } from '@/app/guard';
import { reachOf } from '@/app/home';
import { AgentPage } from '@/features/oversight/AgentPage';
import { periodSearch } from '@/features/oversight/reports';
import { useI18n } from '@/i18n/I18n';
import { BackLink } from '@/ui/BackLink';

export const Route = createFileRoute('/_desk/admin/customer-care-oversight/agents/$agentId')({
  validateSearch: periodSearch,
  beforeLoad: ({ context }) => requireArea(context.me, 'oversight'),
  component: OneAgent,
});

function OneAgent() {
  const { m } = useI18n();
  const { me } = Route.useRouteContext();
  const { agentId } = Route.useParams();
  const search = Route.useSearch();
  const navigate = useNavigate();
  return (
    <AgentPage
      key={agentId}
      agentId={agentId}
      search={search}
      onPeriod={(period) => navigate({ to: '.', search: period, resetScroll: false })}
      reach={reachOf(me)}
      above={
        <BackLink to="/admin/customer-care-oversight/agent-performance" search={search}>
          {m.oversight.agents}
        </BackLink>
      }
    />
  );
}
