import type { Ticket } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Lines, type LinesOf } from '@/ui/Lines';
import { PriorityPill } from '@/ui/marks';
import { RowLink } from '@/ui/RowLink';
import { Waited } from '@/ui/Waited';
import { stateFrom } from './nextTicket';
import { StatusPill } from './pills';

type Props = LinesOf & {
  tickets: Ticket[];
  /** The list they are the head of, for the way on to the next one. */
  queue?: string;
  /** Where all are of one customer, their name says nothing. */
  ofCustomer?: boolean;
};

/** A few tickets. */
export function TicketLines({ tickets, queue, ofCustomer, ...rest }: Props) {
  const { m } = useI18n();
  return (
    <Lines
      {...rest}
      lines={tickets.map((ticket) => ({
        id: ticket.id,
        link: (
          <RowLink
            to="/customer-care/tickets/$ticketId"
            params={{ ticketId: ticket.number }}
            state={stateFrom({ rows: tickets, queue }, ticket)}
          >
            {ticket.subject}
          </RowLink>
        ),
        about: `${ofCustomer ? ticket.number : ticket.customer.name} · ${ticket.assignee?.name ?? m.tickets.unassigned}`,
        marks: (
          <>
            <PriorityPill priority={ticket.priority} />
            <StatusPill status={ticket.status} />
            {ticket.waiting_since && <Waited since={ticket.waiting_since} />}
          </>
        ),
      }))}
    />
  );
}
