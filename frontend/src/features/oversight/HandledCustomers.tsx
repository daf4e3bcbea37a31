import type { HandledCustomer } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { type Column, DataTable } from '@/ui/DataTable';
import { Panel } from '@/ui/Panel';
import { CustomerLink } from './CustomerLink';
import { dealingColumns } from './dealings';

type Props = {
  title: string;
  customers: HandledCustomer[];
  /** Whether their history is for the reader; else their page is. */
  history: boolean;
};

export function HandledCustomers({ title, customers, history }: Props) {
  const { m } = useI18n();
  const words = m.oversight;
  const columns: [Column<HandledCustomer>, ...Column<HandledCustomer>[]] = [
    {
      id: 'customer',
      label: words.customer,
      render: ({ customer }) => <CustomerLink customer={customer} history={history} />,
    },
    ...dealingColumns(m),
  ];
  const nobody = { title: words.noCustomers, about: words.nothingAbout };
  return (
    <Panel title={title} bare>
      <DataTable
        label={title}
        state={customers.length > 0 ? { phase: 'rows', rows: customers } : { phase: 'empty' }}
        rowKey={({ customer }) => customer.id}
        columns={columns}
        empty={nobody}
        filteredEmpty={nobody}
      />
    </Panel>
  );
}
