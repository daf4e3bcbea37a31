import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { getTicketOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Ticket } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Failure } from '@/ui/Failure';
import { Panel } from '@/ui/Panel';
import { Said } from './Thread';

type Props = {
  ticketId: string;
  /** Its calls, chats and e-mails, as another feature shows them. */
  linked: (ticket: Ticket) => ReactNode;
};

/** A ticket's conversation where it is read beside something else. */
export function CaseOfTicket({ ticketId, linked }: Props) {
  const { m } = useI18n();
  const { data: ticket, error, refetch } = useQuery(getTicketOptions({ path: { id: ticketId } }));
  if (error && !ticket) return <Failure title={m.escalations.case} problem={error} retry={refetch} />;
  if (!ticket) return null;
  return (
    <>
      {linked(ticket)}
      <Panel
        title={m.escalations.case}
        side={
          <Link to="/customer-care/tickets/$ticketId" params={{ ticketId: ticket.number }}>
            {ticket.number}
          </Link>
        }
      >
        <Said ticket={ticket}>{ticket.description}</Said>
      </Panel>
    </>
  );
}
