import { createFileRoute } from '@tanstack/react-router';
import { getTicketOptions } from '@/api/generated/@tanstack/react-query.gen';
import { requireArea } from '@/app/guard';
import { CustomerCard } from '@/features/customers/CustomerFacts';
import { CustomerPicker } from '@/features/customers/CustomerPicker';
import { EscalationPanel } from '@/features/escalations/EscalationPanel';
import { TicketPage } from '@/features/tickets/TicketPage';

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
        pick: (onPick) => <CustomerPicker onPick={onPick} />,
        escalations: ({ ticket, ...rest }) => (
          <EscalationPanel source={{ type: 'ticket', id: ticket.id }} me={me} {...rest} />
        ),
      }}
    />
  );
}
