import { Stack } from '@mantine/core';
import { createFileRoute } from '@tanstack/react-router';
import { getCustomerOptions } from '@/api/generated/@tanstack/react-query.gen';
import { requireArea } from '@/app/guard';
import { maySee } from '@/app/home';
import { CustomerPage } from '@/features/customers/CustomerPage';
import { CustomerInteractions } from '@/features/interactions/CustomerInteractions';
import { CustomerTickets } from '@/features/tickets/CustomerTickets';

export const Route = createFileRoute('/_desk/customer-care/customers/$customerId')({
  beforeLoad: ({ context }) => requireArea(context.me, 'customers'),
  loader: ({ context, params }) =>
    context.queryClient.ensureQueryData(getCustomerOptions({ path: { id: params.customerId } })),
  component: OneCustomer,
});

function OneCustomer() {
  const { me } = Route.useRouteContext();
  const { customerId } = Route.useParams();
  return (
    <CustomerPage key={customerId} customerId={customerId}>
      <Stack>
        <CustomerTickets customerId={customerId} />
        {maySee(me, 'interactions') && <CustomerInteractions customerId={customerId} />}
      </Stack>
    </CustomerPage>
  );
}
