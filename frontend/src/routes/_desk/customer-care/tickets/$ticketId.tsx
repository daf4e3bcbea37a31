import { createFileRoute } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { getTicketOptions } from '@/api/generated/@tanstack/react-query.gen';
import { requireArea } from '@/app/guard';
import { pickCustomer } from '@/app/pickCustomer';
import { CustomerCard } from '@/features/customers/CustomerFacts';
import { TicketPage } from '@/features/tickets/TicketPage';

// Only some records have these: what is read first does not wait for them.
const EscalationPanel = lazy(() =>
  import('@/features/escalations/EscalationPanel').then((it) => ({ default: it.EscalationPanel })),
);

export const Route = createFileRoute('/_desk/customer-care/tickets/$ticketId')({
  beforeLoad: ({ context }) => requireArea(context.me, 'tickets'),
  loader: ({ context, params }) =>
    context.queryClient.ensureQueryData(getTicketOptions({ path: { id: params.ticketId } })),
  component: OneTicket,
});

function OneTicket() {
  const { me } = Route.useRouteContext();
  const { ticketId } = Route.useParams();
  return (
    <TicketPage
      key={ticketId}
      ticketId={ticketId}
      me={me}
      parts={{
        customer: (id) => <CustomerCard customerId={id} />,
        pick: pickCustomer,
        escalations: ({ ticket, ...rest }) => (
          <Suspense fallback={null}>
            <EscalationPanel source={{ type: 'ticket', id: ticket.id }} me={me} {...rest} />
          </Suspense>
        ),
      }}
    />
  );
}
