import { createFileRoute } from '@tanstack/react-router';
import { getEscalationOptions } from '@/api/generated/@tanstack/react-query.gen';
import { requireArea } from '@/app/guard';
import { maySee } from '@/app/home';
import { CustomerCard } from '@/features/customers/CustomerFacts';
import { EscalationPage } from '@/features/escalations/EscalationPage';
import { CaseOfInteraction } from '@/features/interactions/CaseOfInteraction';
import { CaseOfTicket } from '@/features/tickets/CaseOfTicket';

export const Route = createFileRoute('/_desk/customer-care/escalations/$escalationId')({
  beforeLoad: ({ context }) => requireArea(context.me, 'escalations'),
  loader: ({ context, params }) =>
    context.queryClient.ensureQueryData(getEscalationOptions({ path: { id: params.escalationId } })),
  component: OneEscalation,
});

function OneEscalation() {
  const { me } = Route.useRouteContext();
  const { escalationId } = Route.useParams();
  return (
    <EscalationPage
      key={escalationId}
      escalationId={escalationId}
      me={me}
      back={maySee(me, 'inbox') ? '/doctor/escalations' : '/customer-care/escalations'}
      source={({ source }) =>
        source.type === 'ticket' ? (
          <CaseOfTicket ticketId={source.id} />
        ) : (
          <CaseOfInteraction interactionId={source.id} />
        )
      }
      customer={(id) => <CustomerCard customerId={id} />}
    />
  );
}
