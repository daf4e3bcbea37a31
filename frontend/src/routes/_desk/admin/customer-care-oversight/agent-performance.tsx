import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { requireArea } from '@/app/guard';
import { reachOf } from '@/app/home';
import { PerformancePage } from '@/features/oversight/PerformancePage';
import { performanceSearch } from '@/features/oversight/performance';

export const Route = createFileRoute('/_desk/admin/customer-care-oversight/agent-performance')({
  validateSearch: performanceSearch,
  beforeLoad: ({ context }) => requireArea(context.me, 'oversight'),
  component: Performance,
});

function Performance() {
  const { me } = Route.useRouteContext();
  const search = Route.useSearch();
  const navigate = useNavigate();
  return (
    <PerformancePage
      search={search}
      onPeriod={(period) => navigate({ to: '.', search: { ...search, ...period }, resetScroll: false })}
      onSort={(sort) => navigate({ to: '.', search: { ...search, sort }, replace: true, resetScroll: false })}
      reach={reachOf(me)}
    />
  );
}
