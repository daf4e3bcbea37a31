import { Button, Grid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getCustomerOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Customer } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { ActionMenu } from '@/ui/ActionMenu';
import { useActions } from '@/ui/actions';
import { BackLink } from '@/ui/BackLink';
import { DeletedNotice } from '@/ui/DeletedNotice';
import { LinkButton } from '@/ui/LinkButton';
import { PageHeader } from '@/ui/PageHeader';
import { PageLoading } from '@/ui/PageLoading';
import { CustomerGlance, type CustomerParts } from './CustomerGlance';
import { CustomerSide } from './CustomerSide';
import { CustomerTimeline, type TimelineKind } from './CustomerTimeline';
import { type CustomerAction, useCustomerActions } from './customerActions';
import { DeceasedNotice } from './DeceasedNotice';
import { DeceasedPill } from './DeceasedPill';

type Props = {
  customerId: string;
  parts: CustomerParts;
  kinds: TimelineKind[];
  onKinds: (kinds: TimelineKind[]) => void;
};

/** Everything the desk knows about somebody. */
export function CustomerPage({ customerId, ...rest }: Props) {
  const { data } = useQuery({ ...getCustomerOptions({ path: { id: customerId } }), throwOnError: noData });
  return data ? <Loaded customer={data} {...rest} /> : <PageLoading />;
}

type LoadedProps = Omit<Props, 'customerId'> & { customer: Customer };

function Loaded({ customer, parts, kinds, onKinds }: LoadedProps) {
  const { m } = useI18n();
  const actions = useCustomerActions(customer);
  useActions(actions);
  return (
    <>
      <PageHeader
        title={customer.name}
        tab={m.customers.title}
        above={<BackLink to="/customer-care/customers">{m.customers.title}</BackLink>}
        below={customer.deceased && <DeceasedPill />}
        actions={
          <>
            {actions
              .filter(({ place }) => place === 'main')
              .map((action) => (
                <MainButton key={action.id} action={action} />
              ))}
            <ActionMenu actions={actions.filter(({ place }) => place === 'menu')} label={m.desk.more} />
          </>
        }
      />
      <DeletedNotice at={customer.deleted_at} by={customer.deleted_by} />
      <DeceasedNotice customer={customer} />
      <Grid>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <CustomerSide customer={customer} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack>
            <CustomerGlance customerId={customer.id} parts={parts} />
            <CustomerTimeline customerId={customer.id} kinds={kinds} onKinds={onKinds} />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  );
}

function MainButton({ action: { id, label, icon: Icon, link, run } }: { action: CustomerAction }) {
  const look = { variant: id === 'open_ticket' ? 'filled' : 'default', leftSection: <Icon size={16} aria-hidden /> };
  return link ? (
    <LinkButton {...(link as { to: '/' })} {...look}>
      {label}
    </LinkButton>
  ) : (
    <Button {...look} onClick={run}>
      {label}
    </Button>
  );
}

/** A page that cannot be shown at all is the error page's; a failed refetch leaves what is shown. */
const noData = (_: unknown, query: { state: { data?: unknown } }) => query.state.data === undefined;
