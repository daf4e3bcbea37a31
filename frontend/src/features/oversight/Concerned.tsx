import type { TopAffectedAgent, TopAffectedCustomer } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { RowLink } from '@/ui/RowLink';
import { behind, openedBy } from './behind';
import { CustomerLink } from './CustomerLink';
import { ReportTable } from './ReportTable';
import type { Scope } from './reports';
import type { SheetedColumns } from './sheet';
import { WayTo } from './WayTo';

/** Who has most of the tickets of a period now. */
export function ConcernedAgents({ agents, scope }: { agents: TopAffectedAgent[]; scope: Scope }) {
  const { m, f } = useI18n();
  const words = m.oversight;
  return (
    <Most
      title={words.concerned.agents}
      name="frequent-issues-agents"
      scope={scope}
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
          sheet: [{ label: words.agent, value: ({ staff }) => staff.name }],
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
          sheet: [{ label: words.concerned.tickets, value: ({ tickets }) => tickets }],
        },
      ]}
    />
  );
}

/** Who opened most of them. */
export function ConcernedCustomers({ customers, scope }: { customers: TopAffectedCustomer[]; scope: Scope }) {
  const { m, f } = useI18n();
  const words = m.oversight;
  return (
    <Most
      title={words.concerned.customers}
      name="frequent-issues-customers"
      scope={scope}
      rows={customers}
      rowKey={({ customer }) => customer.id}
      columns={[
        {
          id: 'customer',
          label: words.customer,
          render: ({ customer }) => <CustomerLink customer={customer} history />,
          sheet: [{ label: words.customer, value: ({ customer }) => customer.name }],
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
          sheet: [{ label: words.concerned.tickets, value: ({ tickets }) => tickets }],
        },
      ]}
    />
  );
}

type MostProps<Row> = {
  title: string;
  name: string;
  scope: Scope;
  rows: Row[];
  rowKey: (row: Row) => string;
  columns: SheetedColumns<Row>;
};

function Most<Row>({ scope, ...rest }: MostProps<Row>) {
  const { m } = useI18n();
  const nobody = { title: m.oversight.concerned.none, about: m.oversight.nothing };
  return <ReportTable period={scope.period} empty={nobody} {...rest} />;
}
