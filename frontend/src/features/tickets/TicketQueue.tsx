import { Text } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useEffect } from 'react';
import type { Me } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { announce } from '@/ui/announce';
import { customerFilter } from '@/ui/customerFilter';
import { DataTable } from '@/ui/DataTable';
import { FilterBar } from '@/ui/FilterBar';
import { LinkButton } from '@/ui/LinkButton';
import { deletedView, ListBar, nothingIn, QuickViews, SortSelect } from '@/ui/ListBar';
import { PageHeader } from '@/ui/PageHeader';
import { Pages } from '@/ui/Pages';
import { SearchBox } from '@/ui/SearchBox';
import { type KeptWords, useKeptWords } from '@/ui/useKeptWords';
import { ticketColumns } from './columns';
import { TakeNext } from './TakeNext';
import { filtersOf, SORTS, sortOf, type TicketSearch, ticketSearch, withoutFilters } from './ticketFilters';
import { useCareTeam } from './useCareTeam';
import { useTicketList } from './useTicketList';
import { useTicketRows } from './useTicketRows';

const UNRESOLVED = ['open', 'pending', 'escalated'] as const;

type Props = {
  me: Me;
  search: TicketSearch;
  kept: KeptWords;
  pageNumber: number;
  onSearch: (search: TicketSearch, words: string, pageNumber?: number) => void;
  onBack: () => void;
  mayCreate: boolean;
  /** Whether what is deleted is shown too. */
  mayRestore: boolean;
};

export function TicketQueue({ me, search, kept, pageNumber, onSearch, onBack, mayCreate, mayRestore }: Props) {
  const { m } = useI18n();
  const text = m.tickets;
  const staff = useCareTeam();
  const [words, type] = useKeptWords(kept);
  const filter = (next: TicketSearch) => onSearch(next, words);
  const clear = () => {
    type('');
    onSearch(withoutFilters(search), '');
  };
  const { queue, whole, searching, steady, state, page, capped, settled } = useTicketList(search, words, clear);
  const found = steady.rows?.length ?? 0;
  useEffect(() => {
    if (searching && settled) announce(text.found(found));
  }, [searching, settled, found, text]);
  const list = { rows: steady.rows ?? [], queue, words: searching ? words : undefined, cursor: page?.next_cursor };
  const { tools, around } = useTicketRows(me, list, whole);
  const dropCustomer = () => filter({ ...search, cursor: undefined, customer_id: undefined });
  const create = mayCreate && (
    <LinkButton to="/customer-care/tickets/create" leftSection={<Plus size={16} aria-hidden />}>
      {text.create}
    </LinkButton>
  );
  const { subject, customer, status, priority, category, assignee, waiting } = ticketColumns(m, list);
  const unresolved = { status: [...UNRESOLVED] };
  // A search goes by these alone, and has an order of its own: what fits best.
  const filters = filtersOf(m, me, staff, search, filter).filter(
    ({ kind, id }) => !searching || (kind === 'choice' && id !== 'resolved_by' && id !== 'unfetched_by'),
  );

  return (
    <>
      <PageHeader
        title={text.title}
        actions={
          <>
            {mayCreate && <TakeNext />}
            {create}
          </>
        }
      />
      <QuickViews
        search={search}
        label={text.views.label}
        views={[
          [text.views.unresolved, unresolved],
          [text.views.mine, { ...unresolved, assignee: ['me'] }],
          [text.views.unassigned, { ...unresolved, assignee: ['none'] }],
          [text.views.all, {}],
          ...(mayRestore ? [deletedView(m)] : []),
        ]}
      />
      <SearchBox label={text.search} placeholder={text.searchPlaceholder} words={words} onWords={type} />
      <ListBar>
        <FilterBar
          filters={[...customerFilter(text.customer, search.customer_id, steady.rows, dropCustomer), ...filters]}
          onClear={clear}
        />
        {searching ? (
          <Text size="sm" c="dimmed">
            {capped ? m.customers.capped : text.found(found)}
          </Text>
        ) : (
          <SortSelect
            value={sortOf(search)}
            choices={SORTS.map((value) => ({ value, label: text.sorts[value] }))}
            onChange={(sort) => filter(ticketSearch({ ...search, cursor: undefined, sort }))}
          />
        )}
      </ListBar>
      {around}
      <DataTable
        tools={tools}
        label={text.queue}
        state={state}
        rowKey={({ id }) => id}
        columns={[subject, customer, status, priority, category, assignee, waiting]}
        empty={nothingIn(m, search, { title: text.none, about: text.noneAbout, action: create })}
        filteredEmpty={{ title: text.noMatch, about: searching ? text.noWords : text.noMatchAbout }}
        changed={{ count: steady.changed, left: steady.left, show: steady.show }}
      />
      <Pages
        page={page}
        number={pageNumber}
        onNext={(cursor) => onSearch({ ...search, cursor }, words, pageNumber + 1)}
        onBack={onBack}
      />
    </>
  );
}
