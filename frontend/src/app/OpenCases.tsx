import { OpenEscalations } from '@/features/escalations/OpenEscalations';
import { OpenTickets } from '@/features/tickets/OpenTickets';

type Props = { customerId: string; ticketId?: string; interactionId?: string };

/** What is open for a customer besides the ticket or the interaction it stands beside: first what waits for a doctor or an administrator. */
export function OpenCases({ customerId, ticketId, interactionId }: Props) {
  return (
    <>
      <OpenEscalations customerId={customerId} except={interactionId} />
      <OpenTickets customerId={customerId} except={ticketId} />
    </>
  );
}
