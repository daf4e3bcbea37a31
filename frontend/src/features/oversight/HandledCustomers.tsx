import type { HandledCustomer, ReportPeriod } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { CustomerLink } from './CustomerLink';
import { dealingColumns } from './dealings';
import { ReportTable } from './ReportTable';
import type { SheetedColumns } from './sheet';

type Props = {
  title: string;
  customers: HandledCustomer[];
  period: ReportPeriod;
  /** Whether their history is for the reader; else their page is. */
  history: boolean;
};

export function HandledCustomers({ title, customers, period, history }: Props) {
  const { m } = useI18n();
  const words = m.oversight;
  const columns: SheetedColumns<HandledCustomer> = [
    {
      id: 'customer',
      label: words.customer,
      render: ({ customer }) => <CustomerLink customer={customer} history={history} />,
      sheet: [{ label: words.customer, value: ({ customer }) => customer.name }],
    },
    ...dealingColumns(m),
  ];
  const nobody = { title: words.noCustomers, about: words.nothingAbout };
  return (
    <ReportTable
      title={title}
      name="agent-customers"
      period={period}
      rows={customers}
      rowKey={({ customer }) => customer.id}
      columns={columns}
      empty={nobody}
    />
  );
}
