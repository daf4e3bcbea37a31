import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { requireArea } from '@/app/guard';
import { reachOf } from '@/app/home';
import { OverviewPage } from '@/features/oversight/OverviewPage';
import { periodSearch } from '@/features/oversight/reports';

export const Route = createFileRoute('/_desk/admin/customer-care-oversight/')({
  validateSearch: periodSearch,
  beforeLoad: ({ context }) => requireArea(context.me, 'oversight'),
  component: Overview,
});

function Overview() {
  const { me } = Route.useRouteContext();
  const navigate = useNavigate();
  return (
    <OverviewPage
      search={Route.useSearch()}
      onPeriod={(period) => navigate({ to: '.', search: period, resetScroll: false })}
      reach={reachOf(me)}
    />
  );
}
