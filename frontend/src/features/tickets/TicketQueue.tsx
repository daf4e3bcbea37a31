import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { listTicketsOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Me } from '@/api/generated/types.gen';
import { stringifySearch } from '@/api/search';
import { useI18n } from '@/i18n/I18n';
import { customerFilter } from '@/ui/customerFilter';
import { DataTable } from '@/ui/DataTable';
import { FilterBar } from '@/ui/FilterBar';
import { LinkButton } from '@/ui/LinkButton';
import { deletedView, ListBar, QuickViews, SortSelect } from '@/ui/ListBar';
import { isFiltered, listState } from '@/ui/listState';
import { PageHeader } from '@/ui/PageHeader';
import { Pages } from '@/ui/Pages';
import { useSteadyRows } from '@/ui/useSteadyRows';
import { ticketColumns } from './columns';
import { filtersOf, SORTS, type TicketSearch, ticketSearch, withoutFilters } from './ticketFilters';
import { useCareTeam } from './useCareTeam';
import { useTicketRows } from './useTicketRows';

const UNRESOLVED = ['open', 'pending', 'escalated'] as const;

type Props = {
  me: Me;
  search: TicketSearch;
  pageNumber: number;
  onSearch: (search: TicketSearch, pageNumber?: number) => void;
  onBack: () => void;
  /** Whether what is deleted is shown too. */
  mayRestore: boolean;
  mayCreate: boolean;
};

export function TicketQueue({ me, search, pageNumber, onSearch, onBack, mayRestore, mayCreate }: Props) {
  const { m } = useI18n();
  const words = m.tickets;
  const staff = useCareTeam();
  const query = useQuery({
    ...listTicketsOptions({ query: { ...search, limit: 25, include_total: true } }),
    refetchInterval: 30_000,
  });
  const queue = stringifySearch(search);
  const steady = useSteadyRows(queue, { rows: query.data?.data, settled: !query.isFetching }, ({ id }) => id);
  const { tools, around } = useTicketRows(me, steady.rows ?? [], queue);
  const dropCustomer = () => onSearch({ ...search, cursor: undefined, customer_id: undefined });
  const clear = () => onSearch(withoutFilters(search));
  const state = listState(query, steady.rows, isFiltered(search) ? { filtered: true, clear } : { filtered: false });
  const create = mayCreate && (
    <LinkButton to="/customer-care/tickets/create" leftSection={<Plus size={16} aria-hidden />}>
      {words.create}
    </LinkButton>
  );
  const columns = ticketColumns(m, queue);
  const status = [...UNRESOLVED];

  return (
    <>
      <PageHeader title={words.title} actions={create} />
      <QuickViews
        to="/customer-care/tickets"
        search={search}
        label={words.views.label}
        views={[
          [words.views.unresolved, { status }],
          [words.views.mine, { status, assignee: ['me'] }],
          [words.views.unassigned, { status, assignee: ['none'] }],
          [words.views.all, {}],
          ...(mayRestore ? [deletedView(m)] : []),
        ]}
      />
      <ListBar>
        <FilterBar
          filters={[
            ...customerFilter(m.tickets.customer, search.customer_id, steady.rows, dropCustomer),
            ...filtersOf(m, me, staff, search, onSearch),
          ]}
          onClear={clear}
        />
        <SortSelect
          value={search.sort ?? SORTS[0]}
          choices={SORTS.map((value) => ({ value, label: words.sorts[value] }))}
          onChange={(sort) => onSearch(ticketSearch({ ...search, cursor: undefined, sort }))}
        />
      </ListBar>
      {around}
      <DataTable
        tools={tools}
        label={words.queue}
        state={state}
        rowKey={({ id }) => id}
        columns={[
          columns.subject,
          columns.customer,
          columns.status,
          columns.priority,
          columns.category,
          columns.assignee,
          columns.waiting,
        ]}
        empty={{ title: words.none, about: words.noneAbout, action: create }}
        filteredEmpty={{ title: words.noMatch, about: words.noMatchAbout }}
        changed={{ count: steady.changed, show: steady.show }}
      />
      <Pages
        page={query.data?.page}
        number={pageNumber}
        onNext={(cursor) => onSearch({ ...search, cursor }, pageNumber + 1)}
        onBack={onBack}
      />
    </>
  );
}
