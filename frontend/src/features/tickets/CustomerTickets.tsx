import { useQuery } from '@tanstack/react-query';
import { listTicketsOptions } from '@/api/generated/@tanstack/react-query.gen';
import { useI18n } from '@/i18n/I18n';
import { DataTable } from '@/ui/DataTable';
import { listState } from '@/ui/listState';
import { Panel } from '@/ui/Panel';
import { ticketColumns } from './columns';

/** All tickets of one customer, the latest first. */
export function CustomerTickets({ customerId }: { customerId: string }) {
  const { m } = useI18n();
  const query = useQuery({
    ...listTicketsOptions({ query: { customer_id: customerId, sort: '-updated_at', limit: 50 } }),
    refetchInterval: 30_000,
  });
  const { subject, status, priority, assignee, updated } = ticketColumns(m);
  const nothing = { title: m.tickets.noneOfCustomer, about: m.tickets.noneAbout };
  return (
    <Panel title={m.tickets.ofCustomer} bare>
      <DataTable
        label={m.tickets.ofCustomer}
        state={listState(query, query.data?.data, { filtered: false })}
        rowKey={({ id }) => id}
        columns={[subject, status, priority, assignee, updated]}
        empty={nothing}
        filteredEmpty={nothing}
      />
    </Panel>
  );
}
