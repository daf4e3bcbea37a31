import { Button, Grid } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { getCustomerOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Customer } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { ActionMenu } from '@/ui/ActionMenu';
import { useActions } from '@/ui/actions';
import { DeletedNotice } from '@/ui/DeletedNotice';
import { PageHeader } from '@/ui/PageHeader';
import { Panel } from '@/ui/Panel';
import { CustomerFacts } from './CustomerFacts';
import { useCustomerActions } from './customerActions';
import { DeceasedPill } from './DeceasedPill';

type Props = { customerId: string; children: ReactNode };

/** `children` is what the desk knows about them beyond the record, such as their tickets. */
export function CustomerPage({ customerId, children }: Props) {
  const { data } = useQuery({ ...getCustomerOptions({ path: { id: customerId } }), throwOnError: noData });
  return data ? <Loaded customer={data}>{children}</Loaded> : null;
}

function Loaded({ customer, children }: { customer: Customer; children: ReactNode }) {
  const { m } = useI18n();
  const actions = useCustomerActions(customer);
  useActions(actions);
  return (
    <>
      <PageHeader
        title={customer.name}
        tab={m.customers.title}
        below={customer.deceased && <DeceasedPill />}
        actions={
          <>
            {actions
              .filter(({ place }) => place === 'main')
              .map(({ id, label, icon: Icon, run }) => (
                <Button
                  key={id}
                  variant={id === 'open_ticket' ? 'filled' : 'default'}
                  leftSection={<Icon size={16} aria-hidden />}
                  onClick={run}
                >
                  {label}
                </Button>
              ))}
            <ActionMenu actions={actions.filter(({ place }) => place === 'menu')} label={m.desk.more} />
          </>
        }
      />
      <DeletedNotice at={customer.deleted_at} />
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
