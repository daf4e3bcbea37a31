import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { listStaffOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Staff } from '@/api/generated/types.gen';
import { stringifySearch } from '@/api/search';
import { useI18n } from '@/i18n/I18n';
import { useActions } from '@/ui/actions';
import { type Column, DataTable } from '@/ui/DataTable';
import { FilterBar } from '@/ui/FilterBar';
import { ListBar, QuickViews } from '@/ui/ListBar';
import { isFiltered, listState } from '@/ui/listState';
import { PageHeader } from '@/ui/PageHeader';
import { Pages } from '@/ui/Pages';
import { RelativeTime } from '@/ui/RelativeTime';
import { RowLink } from '@/ui/RowLink';
import { useSteadyRows } from '@/ui/useSteadyRows';
import { ActivePill } from './marks';
import { StaffCreate } from './StaffCreate';
import { type StaffSearch, staffSearch } from './staffSearch';

type Props = {
  search: StaffSearch;
  pageNumber: number;
  onSearch: (search: StaffSearch, pageNumber?: number) => void;
  onBack: () => void;
};

export function StaffList({ search, pageNumber, onSearch, onBack }: Props) {
  const { m } = useI18n();
  const words = m.staff;
  const [adding, setAdding] = useState(false);
  useActions([{ id: 'add-colleague', label: words.add, icon: UserPlus, run: () => setAdding(true) }]);
  const query = useQuery({
    ...listStaffOptions({ query: { ...search, limit: 50, include_total: true } }),
    refetchInterval: 30_000,
  });
  const listKey = stringifySearch(search);
  const steady = useSteadyRows(listKey, query);
  const clear = () => onSearch({});
  const state = listState(query, steady.rows, isFiltered(search) ? { filtered: true, clear } : { filtered: false });
  const roles = m.desk.account.roles;
  const columns: [Column<Staff>, ...Column<Staff>[]] = [
    {
      id: 'name',
      label: words.name,
      render: ({ id, name }) => (
        <RowLink to="/admin/staff/$staffId" params={{ staffId: id }}>
          {name}
        </RowLink>
      ),
    },
    { id: 'role', label: words.role, render: ({ role }) => roles[role] },
    { id: 'email', label: words.email, render: ({ email }) => email ?? '' },
    { id: 'state', label: words.state, render: ({ active }) => <ActivePill active={active !== false} /> },
    {
      id: 'seen',
      named: true,
      label: words.lastSeen,
      from: 'md',
      render: ({ last_seen_at: at }) => (at ? <RelativeTime at={at} /> : words.never),
    },
  ];
  return (
    <>
      <PageHeader
        title={words.title}
        actions={
          <Button leftSection={<UserPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
            {words.add}
          </Button>
        }
      />
      <QuickViews
        search={search}
        label={words.views.label}
        views={[
          [words.views.active, { active: 'true' }],
          [words.views.inactive, { active: 'false' }],
          [words.views.all, {}],
        ]}
      />
      <ListBar>
        <FilterBar
          filters={[
            {
              kind: 'choice',
              id: 'role',
              label: words.role,
              choices: Object.entries(roles).map(([value, label]) => ({ value, label })),
              chosen: search.role ?? [],
              onChange: (role) =>
                onSearch(staffSearch({ ...search, cursor: undefined, role: role.length > 0 ? role : undefined })),
            },
          ]}
          onClear={clear}
        />
      </ListBar>
      <DataTable
        label={words.title}
        state={state}
        rowKey={({ id }) => id}
        columns={columns}
        empty={{ title: words.none, about: words.noneAbout }}
        filteredEmpty={{ title: words.noMatch, about: words.noMatchAbout }}
        changed={{ count: steady.changed, left: steady.left, show: steady.show }}
      />
      <Pages
        page={query.data?.page}
        number={pageNumber}
        onNext={(cursor) => onSearch({ ...search, cursor }, pageNumber + 1)}
        onBack={onBack}
      />
      {adding && <StaffCreate onClose={() => setAdding(false)} />}
    </>
  );
}
