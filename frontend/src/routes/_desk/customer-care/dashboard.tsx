import { createFileRoute } from '@tanstack/react-router';
import { Phone, Plus } from 'lucide-react';
import { requireArea } from '@/app/guard';
import { maySee, reachOf } from '@/app/home';
import { DashboardPage } from '@/features/dashboard/DashboardPage';
import { EscalationLines } from '@/features/escalations/EscalationLines';
import { InteractionLines } from '@/features/interactions/InteractionLines';
import { TakeNext } from '@/features/tickets/TakeNext';
import { TicketLines } from '@/features/tickets/TicketLines';
import { useI18n } from '@/i18n/I18n';
import { LinkButton } from '@/ui/LinkButton';

export const Route = createFileRoute('/_desk/customer-care/dashboard')({
  beforeLoad: ({ context }) => requireArea(context.me, 'dashboard'),
  component: Dashboard,
});

function Dashboard() {
  const { m } = useI18n();
  const { me } = Route.useRouteContext();
  return (
    <DashboardPage
      me={me}
      behind={reachOf(me).behind}
      actions={
        <>
          {maySee(me, 'newTicket') && <TakeNext />}
          {maySee(me, 'newInteraction') && (
            <LinkButton
              to="/customer-care/interactions/create"
              variant="default"
              leftSection={<Phone size={16} aria-hidden />}
            >
              {m.interactions.log}
            </LinkButton>
          )}
          {maySee(me, 'newTicket') && (
            <LinkButton to="/customer-care/tickets/create" leftSection={<Plus size={16} aria-hidden />}>
              {m.tickets.create}
            </LinkButton>
          )}
        </>
      }
      parts={{
        tickets: (title, tickets, nothing) => <TicketLines title={title} tickets={tickets} nothing={nothing} />,
        interactions: (title, interactions, nothing, side) => (
          <InteractionLines title={title} interactions={interactions} nothing={nothing} side={side} />
        ),
        escalations: (title, escalations, nothing) => (
          <EscalationLines title={title} escalations={escalations} nothing={nothing} />
        ),
      }}
    />
  );
}
