import { useQuery } from '@tanstack/react-query';
import { listInteractionsOptions, listTicketsOptions } from '@/api/generated/@tanstack/react-query.gen';
import { InteractionPill, interactionTitle } from '@/features/interactions/marks';
import { openOf } from '@/features/tickets/OpenTickets';
import { StatusPill } from '@/features/tickets/pills';
import { useI18n } from '@/i18n/I18n';
import { Failure } from '@/ui/Failure';
import { Lines } from '@/ui/Lines';
import { PriorityPill } from '@/ui/marks';
import { RelativeTime } from '@/ui/RelativeTime';
import { RowLink } from '@/ui/RowLink';

/** What of a customer can be escalated: each leads to its page with the dialog open. */
export function EscalationSource({ customerId }: { customerId: string }) {
  const { m } = useI18n();
  const tickets = useQuery(listTicketsOptions(openOf(customerId)));
  const interactions = useQuery(listInteractionsOptions({ query: { customer_id: customerId, limit: 10 } }));
  const failed = [tickets, interactions].find(({ error, data }) => error && !data);
  if (failed?.error)
    return <Failure title={m.desk.list.failed} problem={failed.error} retry={() => failed.refetch()} />;
  if (!tickets.data || !interactions.data) return null;
  return (
    <>
      <Lines
        title={m.tickets.title}
        nothing={m.tickets.noneUnresolved}
        lines={tickets.data.data
          .filter(({ allowed }) => allowed.includes('escalate'))
          .map((ticket) => ({
            id: ticket.id,
            link: (
              <RowLink
                to="/customer-care/tickets/$ticketId"
                params={{ ticketId: ticket.number }}
                state={{ compose: 'escalate' }}
              >
                {ticket.subject}
              </RowLink>
            ),
            about: ticket.number,
            marks: (
              <>
                <PriorityPill priority={ticket.priority} />
                <StatusPill status={ticket.status} />
              </>
            ),
          }))}
      />
      <Lines
        title={m.interactions.title}
        nothing={m.interactions.noneOfCustomer}
        lines={interactions.data.data
          .filter(({ allowed }) => allowed.includes('escalate'))
          .map((interaction) => ({
            id: interaction.id,
            link: (
              <RowLink
                to="/customer-care/interactions/$interactionId/escalate"
                params={{ interactionId: interaction.id }}
              >
                {interactionTitle(m, interaction)}
              </RowLink>
            ),
            about: interaction.summary ?? m.interactions.noSummary,
            marks: (
              <>
                <InteractionPill status={interaction.status} />
                <RelativeTime at={interaction.started_at} />
              </>
            ),
          }))}
      />
    </>
  );
}
