import { createFileRoute } from '@tanstack/react-router';
import { getTicketOptions } from '@/api/generated/@tanstack/react-query.gen';
import { requireArea } from '@/app/guard';
import { OneTicket } from '@/app/OneTicket';

export const Route = createFileRoute('/_desk/admin/customer-care-oversight/tickets/$ticketId')({
  beforeLoad: ({ context }) => requireArea(context.me, 'records'),
  loader: ({ context, params }) =>
    context.queryClient.ensureQueryData(getTicketOptions({ path: { id: params.ticketId } })),
  component: Ticket,
});

function Ticket() {
  const { me } = Route.useRouteContext();
  const { ticketId } = Route.useParams();
  return <OneTicket key={ticketId} ticketId={ticketId} me={me} />;
}
