import type { Filter } from './FilterBar';

type Rows = { customer: { id: string; name: string } }[];

/** The filter by which one came from a customer's page: it can only be taken away. */
export function customerFilter(
  label: string,
  id: string | undefined,
  rows: Rows | undefined,
  drop: () => void,
): Filter[] {
  if (!id) return [];
  const name = rows?.find(({ customer }) => customer.id === id)?.customer.name ?? '…';
  return [
    { kind: 'choice', id: 'customer', label, choices: [{ value: id, label: name }], chosen: [id], onChange: drop },
  ];
}
