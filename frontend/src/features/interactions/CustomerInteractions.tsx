import { useQuery } from '@tanstack/react-query';
import { listInteractionsOptions } from '@/api/generated/@tanstack/react-query.gen';
import { useI18n } from '@/i18n/I18n';
import { DataTable } from '@/ui/DataTable';
import { listState } from '@/ui/listState';
import { Panel } from '@/ui/Panel';
import { interactionColumns } from './columns';

/** All interactions with one customer, the latest first. */
export function CustomerInteractions({ customerId }: { customerId: string }) {
  const { m } = useI18n();
  const query = useQuery({
    ...listInteractionsOptions({ query: { customer_id: customerId, limit: 50 } }),
    refetchInterval: 30_000,
  });
  const { summary, status, agent, started, duration } = interactionColumns(m);
  const nothing = { title: m.interactions.noneOfCustomer, about: m.interactions.noneAbout };
  return (
    <Panel title={m.interactions.ofCustomer} bare>
      <DataTable
        label={m.interactions.ofCustomer}
        state={listState(query, query.data?.data, { filtered: false })}
        rowKey={({ id }) => id}
        columns={[summary, status, agent, started, duration]}
        empty={nothing}
        filteredEmpty={nothing}
      />
    </Panel>
  );
}
