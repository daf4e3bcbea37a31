import { lazy, Suspense } from 'react';
import type { Me } from '@/api/generated/types.gen';
import { CustomerCard, DeceasedOf } from '@/features/customers/CustomerFacts';
import { LinkedInteractions } from '@/features/interactions/LinkedInteractions';
import { TicketPage } from '@/features/tickets/TicketPage';
import { OpenCases } from './OpenCases';
import { pickCustomer } from './pickCustomer';

// Only some records have these: what is read first does not wait for them.
const EscalationPanel = lazy(() =>
  import('@/features/escalations/EscalationPanel').then((it) => ({ default: it.EscalationPanel })),
);

/** The page of a ticket, for each of its addresses. */
export function OneTicket({ ticketId, me }: { ticketId: string; me: Me }) {
  return (
    <TicketPage
      ticketId={ticketId}
      me={me}
      parts={{
        notice: (id) => <DeceasedOf customerId={id} />,
        customer: (id) => <CustomerCard customerId={id} />,
        pick: pickCustomer,
        open: ({ id, customer }) => <OpenCases customerId={customer.id} ticketId={id} />,
        linked: (ticket) => <LinkedInteractions ticket={ticket} />,
        escalations: ({ ticket, ...rest }) => (
          <Suspense fallback={null}>
            <EscalationPanel source={{ type: 'ticket', id: ticket.id, priority: ticket.priority }} me={me} {...rest} />
          </Suspense>
        ),
      }}
    />
  );
}
