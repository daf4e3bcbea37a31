import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { listTicketsOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { ListTicketsData, Ticket } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Failure } from '@/ui/Failure';
import { PriorityPill } from '@/ui/marks';
import { Panel } from '@/ui/Panel';
import { Waited } from '@/ui/Waited';
import { StatusPill } from './pills';

const UNRESOLVED = ['open', 'pending', 'escalated'] as const;
const SHOWN = 8;

/** Asks for what is unresolved of a customer. */
export const openOf = (customerId: string): { query: ListTicketsData['query'] } => ({
  query: { customer_id: customerId, status: [...UNRESOLVED], sort: '-priority', limit: 100 },
});

const pressing = ({ priority, status }: Ticket) => priority === 'urgent' || status === 'escalated';

/** Urgent and escalated ones first, then as the desk sorts them. */
function byPressure(tickets: Ticket[]): Ticket[] {
  return [...tickets.filter(pressing), ...tickets.filter((ticket) => !pressing(ticket))];
}

/** What is already open for this customer, `except` the ticket it stands beside. */
export function OpenTickets({ customerId, except }: { customerId: string; except?: string }) {
  const { m } = useI18n();
  const words = m.tickets;
  const { data, error, refetch } = useQuery({
    ...listTicketsOptions(openOf(customerId)),
    refetchInterval: 30_000,
  });
  // Unseen, this would look like a customer without tickets.
  if (error && !data) return <Failure title={words.ofCustomer} problem={error} retry={refetch} />;
  const tickets = byPressure(data?.data ?? []).filter(({ id }) => id !== except);
  if (tickets.length === 0) return null;
  return (
    <Panel title={except ? words.otherOpen(tickets.length) : words.openOfCustomer(tickets.length)}>
      <Text size="sm" c="dimmed" mb="xs">
        {words.openOfCustomerAbout}
      </Text>
      <Stack gap="xs">
        {tickets.slice(0, SHOWN).map(({ id, number, subject, status, priority, waiting_since }) => (
          <div key={id}>
            <Link to="/customer-care/tickets/$ticketId" params={{ ticketId: number }}>
              {subject}
            </Link>
            <Group gap="xs">
              <Text size="xs" c="dimmed">
                {number}
              </Text>
              <PriorityPill priority={priority} />
              <StatusPill status={status} />
              {waiting_since && (
                <Text span size="xs">
                  <Waited since={waiting_since} />
                </Text>
              )}
            </Group>
          </div>
        ))}
        {tickets.length > SHOWN && (
          <Link to="/customer-care/tickets" search={{ customer_id: customerId, status: [...UNRESOLVED] }}>
            {words.allOpen}
          </Link>
        )}
      </Stack>
    </Panel>
  );
}
