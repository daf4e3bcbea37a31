import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { getCustomerOptions, listTicketsOptions } from '@/api/generated/@tanstack/react-query.gen';
import { CustomerCard } from '@/features/customers/CustomerFacts';
import { DeceasedPill } from '@/features/customers/DeceasedPill';
import { OpenTickets, openOf } from '@/features/tickets/OpenTickets';
import { useI18n } from '@/i18n/I18n';

const ID = 'chosen-customer';

type Props = { customerId: string; change: ReactNode };

/** Beside a form: whom it is for, the way to choose another, and what is already open for them. */
export function ChosenCustomer({ customerId, change }: Props) {
  return (
    <>
      <div id={ID}>
        <CustomerCard customerId={customerId} />
      </div>
      {change}
      <OpenTickets customerId={customerId} />
    </>
  );
}

/** The same in a line above the form, where there is no room beside it; it leads to the rest below. */
export function ChosenCustomerLine({ customerId }: { customerId: string }) {
  const { m } = useI18n();
  const { data: customer } = useQuery(getCustomerOptions({ path: { id: customerId } }));
  const { data: open } = useQuery(listTicketsOptions(openOf(customerId)));
  if (!customer) return null;
  const count = open?.data.length ?? 0;
  return (
    <Group hiddenFrom="md" gap="xs" mb="sm">
      <Text size="sm" fw={600}>
        {customer.name}
      </Text>
      {customer.deceased && <DeceasedPill />}
      <Link to="." search={true} hash={ID}>
        {count > 0 ? m.tickets.openOfCustomer(count) : m.customers.facts}
      </Link>
    </Group>
  );
}
