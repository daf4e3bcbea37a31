import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { listTicketsOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Me } from '@/api/generated/types.gen';
import { stringifySearch } from '@/api/search';
import { useI18n } from '@/i18n/I18n';
import { DataTable } from '@/ui/DataTable';
import { FilterBar } from '@/ui/FilterBar';
import { LinkButton } from '@/ui/LinkButton';
import { listState } from '@/ui/listState';
import { PageHeader } from '@/ui/PageHeader';
import { Pages } from '@/ui/Pages';
import { useSteadyRows } from '@/ui/useSteadyRows';
import { ticketColumns } from './columns';
import classes from './TicketQueue.module.css';
import { filtersOf, isFiltered, SORTS, type TicketSearch, ticketSearch, withoutFilters } from './ticketFilters';
import { useCareTeam } from './useCareTeam';
import { useTicketRows } from './useTicketRows';

const UNRESOLVED = ['open', 'pending', 'escalated'] as const;

type Props = {
  me: Me;
  search: TicketSearch;
  pageNumber: number;
  onSearch: (search: TicketSearch, pageNumber?: number) => void;
  onBack: () => void;
  mayCreate: boolean;
};

export function TicketQueue({ me, search, pageNumber, onSearch, onBack, mayCreate }: Props) {
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
  const clear = () => onSearch(withoutFilters(search));
  const state = listState(query, steady.rows, isFiltered(search) ? { filtered: true, clear } : { filtered: false });
  const create = mayCreate && (
    <LinkButton to="/customer-care/tickets/create" leftSection={<Plus size={16} aria-hidden />}>
      {words.create}
    </LinkButton>
  );
  const { subject, customer, status, priority, category, assignee, waiting } = ticketColumns(m, queue);

  return (
    <>
      <PageHeader title={words.title} actions={create} />
      <QuickViews search={search} />
      <div className={classes.bar}>
        <FilterBar filters={filtersOf(m, me, staff, search, onSearch)} onClear={clear} />
        <NativeSelect
          aria-label={m.desk.list.sort}
          size="xs"
          value={search.sort ?? SORTS[0]}
          data={SORTS.map((value) => ({ value, label: words.sorts[value] }))}
          onChange={(event) =>
            onSearch(ticketSearch({ ...search, cursor: undefined, sort: event.currentTarget.value }))
          }
        />
      </div>
      {around}
      <DataTable
        tools={tools}
        label={words.queue}
        state={state}
        rowKey={({ id }) => id}
        columns={[subject, customer, status, priority, category, assignee, waiting]}
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

/** The lists an agent lives in, one click away. They are nothing but filters. */
function QuickViews({ search }: { search: TicketSearch }) {
  const { m } = useI18n();
  const status = [...UNRESOLVED];
  const views: [string, TicketSearch][] = [
    [m.tickets.views.unresolved, { status }],
    [m.tickets.views.mine, { status, assignee: ['me'] }],
    [m.tickets.views.unassigned, { status, assignee: ['none'] }],
    [m.tickets.views.all, {}],
  ];
  const { sort: _, cursor: __, ...filters } = search;
  const now = stringifySearch(filters);
  return (
    <nav aria-label={m.tickets.views.label} className={classes.views}>
      {views.map(([label, view]) => (
        <Link
          key={label}
          to="/customer-care/tickets"
          search={view}
          activeOptions={{ exact: true, includeSearch: true }}
          data-now={stringifySearch(view) === now || undefined}
          className={classes.view}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
