import type { ConcernedAgent, ConcernedCustomer } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { type Column, DataTable } from '@/ui/DataTable';
import { Panel } from '@/ui/Panel';
import { RowLink } from '@/ui/RowLink';
import { behind, openedBy } from './behind';
import { CustomerLink } from './CustomerLink';
import type { Scope } from './reports';
import { WayTo } from './WayTo';

/** Who has most of the tickets of a period now. */
export function ConcernedAgents({ agents, scope }: { agents: ConcernedAgent[]; scope: Scope }) {
  const { m, f } = useI18n();
  const words = m.oversight;
  return (
    <Most
      title={words.concerned.agents}
      rows={agents}
      rowKey={({ staff }) => staff.id}
      columns={[
        {
          id: 'agent',
          label: words.agent,
          render: ({ staff }) => (
            <RowLink to="/admin/customer-care-oversight/agents/$agentId" params={{ agentId: staff.id }}>
              {staff.name}
            </RowLink>
          ),
        },
        {
          id: 'tickets',
          label: words.concerned.tickets,
          figure: true,
          render: ({ staff, tickets }) => (
            <WayTo way={behind('opened', tickets, { ...scope, agentId: staff.id })} figure={staff.name}>
              {f.number(tickets)}
            </WayTo>
          ),
        },
      ]}
    />
  );
}

/** Who opened most of them. */
export function ConcernedCustomers({ customers, scope }: { customers: ConcernedCustomer[]; scope: Scope }) {
  const { m, f } = useI18n();
  const words = m.oversight;
  return (
    <Most
      title={words.concerned.customers}
      rows={customers}
      rowKey={({ customer }) => customer.id}
      columns={[
        {
          id: 'customer',
          label: words.customer,
          render: ({ customer }) => <CustomerLink customer={customer} history />,
        },
        {
          id: 'tickets',
          label: words.concerned.tickets,
          figure: true,
          render: ({ customer, tickets }) => (
            <WayTo way={openedBy(customer.id, scope)} figure={customer.name}>
              {f.number(tickets)}
            </WayTo>
          ),
        },
      ]}
    />
  );
}

type MostProps<Row> = {
  title: string;
  rows: Row[];
  rowKey: (row: Row) => string;
  columns: [Column<Row>, ...Column<Row>[]];
};

function Most<Row>({ title, rows, ...rest }: MostProps<Row>) {
  const { m } = useI18n();
  const nobody = { title: m.oversight.concerned.none, about: m.oversight.nothing };
  return (
    <Panel title={title} bare>
      <DataTable
        label={title}
        state={rows.length > 0 ? { phase: 'rows', rows } : { phase: 'empty' }}
        empty={nobody}
        filteredEmpty={nobody}
        {...rest}
      />
    </Panel>
  );
}
