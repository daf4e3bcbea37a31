import { useQuery } from '@tanstack/react-query';
import { listEscalationsOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Me } from '@/api/generated/types.gen';
import { stringifySearch } from '@/api/search';
import { useI18n } from '@/i18n/I18n';
import { customerFilter } from '@/ui/customerFilter';
import { DataTable } from '@/ui/DataTable';
import { FilterBar } from '@/ui/FilterBar';
import { deletedView, ListBar, nothingIn, QuickViews, SortSelect } from '@/ui/ListBar';
import { isFiltered, listState } from '@/ui/listState';
import { PageHeader } from '@/ui/PageHeader';
import { Pages } from '@/ui/Pages';
import { useSteadyRows } from '@/ui/useSteadyRows';
import { escalationColumns } from './columns';
import { type EscalationSearch, escalationSearch, filtersOf, SORTS } from './escalationFilters';
import { useEscalationRows } from './useEscalationRows';

type Props = {
  me: Me;
  search: EscalationSearch;
  pageNumber: number;
  onSearch: (search: EscalationSearch, pageNumber?: number) => void;
  onBack: () => void;
  /** Whether what is deleted is shown too. */
  mayRestore: boolean;
};

const OPEN = ['pending', 'in_progress'] as const;

export function EscalationList({ me, search, pageNumber, onSearch, onBack, mayRestore }: Props) {
  const { m } = useI18n();
  const words = m.escalations;
  const query = useQuery({
    ...listEscalationsOptions({ query: { ...search, limit: 25, include_total: true } }),
    refetchInterval: 30_000,
  });
  const steady = useSteadyRows(stringifySearch(search), query);
  const { tools, around } = useEscalationRows(me, steady.rows ?? []);
  const dropCustomer = () => onSearch({ ...search, cursor: undefined, customer_id: undefined });
  const clear = () => onSearch(search.sort ? { sort: search.sort } : {});
  const state = listState(query, steady.rows, isFiltered(search) ? { filtered: true, clear } : { filtered: false });
  const { about, customer, status, priority, target, by, waiting } = escalationColumns(m);
  const open = [...OPEN];
  return (
    <>
      <PageHeader title={words.title} />
      <QuickViews
        search={search}
        label={words.views.label}
        views={[
          [words.views.open, { status: open }],
          [words.views.answered, { status: ['resolved'] }],
          [words.views.mine, { escalated_by: ['me'] }],
          [words.views.toMe, { status: open, target: ['me'] }],
          [words.views.all, {}],
          ...(mayRestore ? [deletedView(m)] : []),
        ]}
      />
      <ListBar>
        <FilterBar
          filters={[
            ...customerFilter(words.customer, search.customer_id, steady.rows, dropCustomer),
            ...filtersOf(m, search, onSearch),
          ]}
          onClear={clear}
        />
        <SortSelect
          value={search.sort ?? SORTS[0]}
          choices={SORTS.map((value) => ({ value, label: words.sorts[value] }))}
          onChange={(sort) => onSearch(escalationSearch({ ...search, cursor: undefined, sort }))}
        />
      </ListBar>
      {around}
      <DataTable
        tools={tools}
        label={words.title}
        state={state}
        rowKey={({ id }) => id}
        columns={[about, customer, status, priority, target, by, waiting]}
        empty={nothingIn(m, search, { title: words.none, about: words.noneAbout })}
        filteredEmpty={{ title: words.noMatch, about: words.noMatchAbout }}
        changed={{ count: steady.changed, left: steady.left, show: steady.show }}
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
