import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { listTicketsOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { ListTicketsData } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Failure } from '@/ui/Failure';
import { Panel } from '@/ui/Panel';
import { StatusPill } from './pills';

/** Asks for what is unresolved of a customer. */
export const openOf = (customerId: string): { query: ListTicketsData['query'] } => ({
  query: { customer_id: customerId, status: ['open', 'pending', 'escalated'], limit: 25 },
});

/** What is already open for this customer, so that nobody files the same thing twice. */
export function OpenTickets({ customerId }: { customerId: string }) {
  const { m } = useI18n();
  const { data, error, refetch } = useQuery({
    ...listTicketsOptions(openOf(customerId)),
    refetchInterval: 30_000,
  });
  // Unseen, this would look like a customer without tickets.
  if (error && !data) return <Failure title={m.tickets.ofCustomer} problem={error} retry={refetch} />;
  if (!data || data.data.length === 0) return null;
  return (
    <Panel title={m.tickets.openOfCustomer(data.data.length)}>
      <Text size="sm" c="dimmed" mb="xs">
        {m.tickets.openOfCustomerAbout}
      </Text>
      <Stack gap="xs">
        {data.data.map(({ id, number, subject, status }) => (
          <div key={id}>
            <Link to="/customer-care/tickets/$ticketId" params={{ ticketId: number }}>
              {subject}
            </Link>
            <Group gap="xs">
              <Text size="xs" c="dimmed">
                {number}
              </Text>
              <StatusPill status={status} />
            </Group>
          </div>
        ))}
      </Stack>
    </Panel>
  );
}
