import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Customer } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { type Column, DataTable } from '@/ui/DataTable';
import type { ListState } from '@/ui/listState';
import { RelativeTime } from '@/ui/RelativeTime';
import { RowLink } from '@/ui/RowLink';
import { DeceasedPill } from './DeceasedPill';

type Props = {
  label: string;
  state: ListState<Customer>;
  create?: ReactNode;
  nothing?: { title: string; about: string };
};

export function CustomerResults({ label, state, create, nothing }: Props) {
  const { m, f } = useI18n();
  const words = m.customers;
  const columns: [Column<Customer>, ...Column<Customer>[]] = [
    {
      id: 'name',
      label: words.name,
      render: (customer) => (
        <Group gap="xs">
          <RowLink to="/customer-care/customers/$customerId" params={{ customerId: customer.id }}>
            {customer.name}
          </RowLink>
          {customer.deceased && <DeceasedPill />}
        </Group>
      ),
    },
    { id: 'birth', label: words.fields.birth_date, render: ({ birth_date }) => birth_date && f.day(birth_date) },
    { id: 'phone', label: words.fields.phone, render: ({ phone }) => phone },
    { id: 'email', label: words.fields.email, from: 'lg', render: ({ email }) => email },
    {
      id: 'updated',
      named: true,
      label: words.updated,
      from: 'md',
      render: ({ updated_at }) => (
        <Text span size="sm" c="dimmed">
          <RelativeTime at={updated_at} />
        </Text>
      ),
    },
  ];
  return (
    <DataTable
      label={label}
      state={state}
      rowKey={({ id }) => id}
      columns={columns}
      empty={nothing ?? { title: words.none, about: words.noneAbout, action: create }}
      filteredEmpty={{ title: words.noMatch, about: words.noMatchAbout, action: create }}
    />
  );
}
