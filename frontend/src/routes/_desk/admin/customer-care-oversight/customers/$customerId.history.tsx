import { createFileRoute } from '@tanstack/react-router';
import { requireArea } from '@/app/guard';
import { reachOf } from '@/app/home';
import { CustomerHistoryPage } from '@/features/oversight/CustomerHistoryPage';
import { useI18n } from '@/i18n/I18n';
import { BackLink } from '@/ui/BackLink';

export const Route = createFileRoute('/_desk/admin/customer-care-oversight/customers/$customerId/history')({
  beforeLoad: ({ context }) => requireArea(context.me, 'oversight'),
  component: OneHistory,
});

function OneHistory() {
  const { m } = useI18n();
  const { me } = Route.useRouteContext();
  const { customerId } = Route.useParams();
  return (
    <CustomerHistoryPage
      key={customerId}
      customerId={customerId}
      reach={reachOf(me)}
      above={<BackLink to="/admin/customer-care-oversight">{m.oversight.overview}</BackLink>}
    />
  );
}
