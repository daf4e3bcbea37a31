import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { CARE_TEAM, useColleagues } from '@/api/colleagues';
import { listInteractionsOptions } from '@/api/generated/@tanstack/react-query.gen';
import { listInteractions } from '@/api/generated/sdk.gen';
import type { Me } from '@/api/generated/types.gen';
import { stringifySearch } from '@/api/search';
import { wholeList } from '@/api/wholeList';
import { useI18n } from '@/i18n/I18n';
import { customerFilter } from '@/ui/customerFilter';
import { DataTable } from '@/ui/DataTable';
import { FilterBar } from '@/ui/FilterBar';
import { LinkButton } from '@/ui/LinkButton';
import { deletedView, ListBar, nothingIn, QuickViews, SortSelect } from '@/ui/ListBar';
import { isFiltered, listState } from '@/ui/listState';
import type { PickCustomer } from '@/ui/MoveDialog';
import { PageHeader } from '@/ui/PageHeader';
import { Pages } from '@/ui/Pages';
import { useSteadyRows } from '@/ui/useSteadyRows';
import { interactionColumns } from './columns';
import { filtersOf, type InteractionSearch, interactionSearch, SORTS } from './interactionFilters';
import { useInteractionRows } from './useInteractionRows';

type Props = {
  me: Me;
  search: InteractionSearch;
  pageNumber: number;
  onSearch: (search: InteractionSearch, pageNumber?: number) => void;
  onBack: () => void;
  /** Whether what is deleted is shown too. */
  mayRestore: boolean;
  mayLog: boolean;
  pick: PickCustomer;
};

export function InteractionList({ me, search, pageNumber, onSearch, onBack, mayRestore, mayLog, pick }: Props) {
  const { m } = useI18n();
  const words = m.interactions;
  const staff = useColleagues(CARE_TEAM);
  const query = useQuery({
    ...listInteractionsOptions({ query: { ...search, limit: 25, include_total: true } }),
    refetchInterval: 30_000,
  });
  const listKey = stringifySearch(search);
  const all = { ...search, cursor: undefined };
  const whole = wholeList(stringifySearch(all), query.data?.page, async (cursor) => {
    return (await listInteractions({ query: { ...all, cursor, limit: 100 }, throwOnError: true })).data;
  });
  const steady = useSteadyRows(listKey, query);
  const { tools, around } = useInteractionRows(me, steady.rows ?? [], whole, pick);
  const dropCustomer = () => onSearch({ ...search, cursor: undefined, customer_id: undefined });
  const clear = () => onSearch(search.sort ? { sort: search.sort } : {});
  const state = listState(query, steady.rows, isFiltered(search) ? { filtered: true, clear } : { filtered: false });
  const { summary, channel, direction, status, agent, started, duration } = interactionColumns(m);
  const log = mayLog && (
    <LinkButton to="/customer-care/interactions/create" leftSection={<Plus size={16} aria-hidden />}>
      {words.log}
    </LinkButton>
  );
  return (
    <>
      <PageHeader title={words.title} actions={log} />
      <QuickViews
        search={search}
        label={words.views.label}
        views={[
          [words.views.mine, { agent: ['me'] }],
          [words.views.running, { status: ['active', 'pending'] }],
          [words.views.unattended, { status: ['active', 'pending'], agent: ['none'] }],
          [words.views.all, {}],
          ...(mayRestore ? [deletedView(m)] : []),
        ]}
      />
      <ListBar>
        <FilterBar
          filters={[
            ...customerFilter(words.customer, search.customer_id, steady.rows, dropCustomer),
            ...filtersOf(m, me, staff, search, onSearch),
          ]}
          onClear={clear}
        />
        <SortSelect
          value={search.sort ?? SORTS[0]}
          choices={SORTS.map((value) => ({ value, label: words.sorts[value] }))}
          onChange={(sort) => onSearch(interactionSearch({ ...search, cursor: undefined, sort }))}
        />
      </ListBar>
      {around}
      <DataTable
        tools={tools}
        label={words.title}
        state={state}
        rowKey={({ id }) => id}
        columns={[summary, channel, direction, status, agent, started, duration]}
        empty={nothingIn(m, search, { title: words.none, about: words.noneAbout, action: log })}
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
