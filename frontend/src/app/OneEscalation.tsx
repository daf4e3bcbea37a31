import type { Me } from '@/api/generated/types.gen';
import { CustomerCard } from '@/features/customers/CustomerFacts';
import { EscalationPage } from '@/features/escalations/EscalationPage';
import { CaseOfInteraction } from '@/features/interactions/CaseOfInteraction';
import { LinkedInteractions } from '@/features/interactions/LinkedInteractions';
import { CaseOfTicket } from '@/features/tickets/CaseOfTicket';
import { maySee } from './home';

/** The page of an escalation, for each of its addresses. */
export function OneEscalation({ escalationId, me }: { escalationId: string; me: Me }) {
  return (
    <EscalationPage
      escalationId={escalationId}
      me={me}
      back={maySee(me, 'inbox') ? '/doctor/escalations' : '/customer-care/escalations'}
      source={({ source }) =>
        source.type === 'ticket' ? (
          <CaseOfTicket ticketId={source.id} linked={(ticket) => <LinkedInteractions ticket={ticket} />} />
        ) : (
          <CaseOfInteraction interactionId={source.id} />
        )
      }
      customer={(id) => <CustomerCard customerId={id} />}
    />
  );
}
