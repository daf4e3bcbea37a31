import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { requireArea } from '@/app/guard';
import { reachOf } from '@/app/home';
import { IssuesPage } from '@/features/oversight/IssuesPage';
import { periodSearch } from '@/features/oversight/reports';

export const Route = createFileRoute('/_desk/admin/customer-care-oversight/frequent-issues')({
  validateSearch: periodSearch,
  beforeLoad: ({ context }) => requireArea(context.me, 'oversight'),
  component: Issues,
});

function Issues() {
  const { me } = Route.useRouteContext();
  const navigate = useNavigate();
  return (
    <IssuesPage
      search={Route.useSearch()}
      onPeriod={(period) => navigate({ to: '.', search: period, resetScroll: false })}
      reach={reachOf(me)}
    />
  );
}
