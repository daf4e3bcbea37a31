import { createFileRoute } from '@tanstack/react-router';
import { requireArea } from '@/app/guard';
import { TicketsBehind } from '@/app/TicketsBehind';
import { behindSearch } from '@/features/oversight/reports';
import { useI18n } from '@/i18n/I18n';
import { BackLink } from '@/ui/BackLink';

export const Route = createFileRoute('/_desk/admin/customer-care-oversight/behind')({
  validateSearch: behindSearch,
  beforeLoad: ({ context }) => requireArea(context.me, 'oversight'),
  component: Behind,
});

function Behind() {
  const { m } = useI18n();
  const { me } = Route.useRouteContext();
  const search = Route.useSearch();
  const { from, to } = search;
  return (
    <TicketsBehind
      me={me}
      search={search}
      above={
        <BackLink to="/admin/customer-care-oversight" search={{ from, to }}>
          {m.oversight.overview}
        </BackLink>
      }
    />
  );
}
