import { Alert } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { getCustomerHistoryInfiniteOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { CustomerHandler, CustomerHistory } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { History } from '@/ui/History';
import { LinkButton } from '@/ui/LinkButton';
import { PageHeader } from '@/ui/PageHeader';
import { RowLink } from '@/ui/RowLink';
import { tellChange } from '@/ui/tell';
import { CsvButton } from './CsvButton';
import { dealingColumns } from './dealings';
import { FigureGroups } from './FigureGroups';
import classes from './Oversight.module.css';
import { PrintButton } from './PrintButton';
import { Report } from './Report';
import { ReportTable } from './ReportTable';
import type { Reach } from './reach';
import { figuresSheet, type SheetedColumns } from './sheet';

type Props = { customerId: string; reach: Reach; above: ReactNode };

/** Everything that was done for a customer, by whom, and what happened with them. */
export function CustomerHistoryPage({ customerId, reach, above }: Props) {
  const { m } = useI18n();
  const words = m.oversight.history;
  const path = { id: customerId };
  const query = useInfiniteQuery({
    ...getCustomerHistoryInfiniteOptions({ path, query: { limit: 25 } }),
    initialPageParam: { path },
    getNextPageParam: ({ timeline }) => timeline.page.next_cursor ?? undefined,
  });
  const [first] = query.data?.pages ?? [];
  const people = Object.fromEntries(first?.handled_by.map(({ staff }) => [staff.id, staff.name]) ?? []);
  const pages = query.data?.pages.map(({ timeline }) => timeline);
  return (
    <>
      <PageHeader
        title={first?.customer.name ? words.title(first.customer.name) : words.of}
        tab={words.of}
        above={above}
        below={words.allTime}
        actions={
          <>
            {reach.records && first && !first.customer.deleted && (
              <LinkButton
                to="/customer-care/customers/$customerId"
                params={{ customerId }}
                variant="default"
                data-screen-only
              >
                {words.record}
              </LinkButton>
            )}
            <PrintButton />
            {first && <CsvButton name="customer-history" csv={() => figuresSheet(m, first.figures)} />}
          </>
        }
      />
      <Report query={{ ...query, data: first }}>
        {(history) => (
          <>
            {history.customer.deleted && <Alert color="gray">{words.deleted}</Alert>}
            <div className={classes.history}>
              <div>
                <Done history={history} reach={reach} />
              </div>
              <History
                query={{ ...query, data: pages && { pages } }}
                page="customer"
                tell={(field, from, to, of) => tellChange(m, field, { from, to }, of, people)}
                empty={words.none}
                plain={!reach.records}
              />
            </div>
          </>
        )}
      </Report>
    </>
  );
}

function Done({ history, reach }: { history: CustomerHistory; reach: Reach }) {
  const { m } = useI18n();
  const words = m.oversight.history;
  const { figures, handled_by } = history;
  const columns: SheetedColumns<CustomerHandler> = [
    {
      id: 'staff',
      label: m.oversight.agent,
      render: ({ staff }) => (
        <RowLink to="/admin/customer-care-oversight/agents/$agentId" params={{ agentId: staff.id }}>
          {staff.name}
        </RowLink>
      ),
      sheet: [{ label: m.oversight.agent, value: ({ staff }) => staff.name }],
    },
    ...dealingColumns<CustomerHandler>(m),
  ];
  return (
    <>
      <ReportTable
        title={words.handledBy}
        name="customer-history-staff"
        rows={handled_by}
        rowKey={({ staff }) => staff.id}
        columns={columns}
        empty={{ title: words.nobody, about: '' }}
      />
      <FigureGroups figures={figures} scope={{ reach }} />
    </>
  );
}
