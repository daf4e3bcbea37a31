import { Grid } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Pencil, Phone, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { getCustomerOptions } from '@/api/generated/@tanstack/react-query.gen';
import { useI18n } from '@/i18n/I18n';
import { type Action, useActions } from '@/ui/actions';
import { LinkButton } from '@/ui/LinkButton';
import { PageHeader } from '@/ui/PageHeader';
import { Panel } from '@/ui/Panel';
import { CustomerFacts } from './CustomerFacts';
import { DeceasedPill } from './DeceasedPill';

/** `children` is what the desk knows about them beyond the record, such as their tickets. */
export function CustomerPage({ customerId, children }: { customerId: string; children: ReactNode }) {
  const { m } = useI18n();
  const navigate = useNavigate();
  const { data: customer } = useQuery({ ...getCustomerOptions({ path: { id: customerId } }), throwOnError: noData });
  const allowed = customer?.allowed ?? [];
  const toEdit = { to: '/customer-care/customers/$customerId/edit', params: { customerId } } as const;
  const toTicket = { to: '/customer-care/tickets/create', search: { customer_id: customerId } } as const;
  const toLog = { to: '/customer-care/interactions/create', search: { customer_id: customerId } } as const;
  const edit: Action = { id: 'edit-customer', label: m.customers.edit, icon: Pencil, run: () => navigate(toEdit) };
  const open: Action = {
    id: 'open-ticket',
    label: m.customers.openTicket,
    icon: Plus,
    keys: 'c',
    run: () => navigate(toTicket),
  };
  const log: Action = {
    id: 'log-interaction',
    label: m.interactions.log,
    icon: Phone,
    keys: 'l',
    run: () => navigate(toLog),
  };
  useActions([
    ...(allowed.includes('log_interaction') ? [log] : []),
    ...(allowed.includes('open_ticket') ? [open] : []),
    ...(allowed.includes('edit_customer') ? [edit] : []),
  ]);
  if (!customer) return null;

  return (
    <>
      <PageHeader
        title={customer.name}
        tab={m.customers.title}
        below={customer.deceased && <DeceasedPill />}
        actions={
          <>
            {allowed.includes('edit_customer') && (
              <LinkButton {...toEdit} variant="default" leftSection={<Pencil size={16} aria-hidden />}>
                {m.customers.editShort}
              </LinkButton>
            )}
            {allowed.includes('log_interaction') && (
              <LinkButton {...toLog} variant="default" leftSection={<Phone size={16} aria-hidden />}>
                {m.interactions.logShort}
              </LinkButton>
            )}
            {allowed.includes('open_ticket') && (
              <LinkButton {...toTicket} leftSection={<Plus size={16} aria-hidden />}>
                {m.customers.openTicket}
              </LinkButton>
            )}
          </>
        }
      />
      <Grid>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Panel title={m.customers.facts}>
            <CustomerFacts customer={customer} />
          </Panel>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 8 }}>{children}</Grid.Col>
      </Grid>
    </>
  );
}

/** A page that cannot be shown at all is the error page's; a failed refetch leaves what is shown. */
const noData = (_: unknown, query: { state: { data?: unknown } }) => query.state.data === undefined;
