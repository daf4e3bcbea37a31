import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { getCustomerProfileOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { CustomerProfile, Escalation, Interaction, Ticket } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Failure } from '@/ui/Failure';
import { usePatience } from '@/ui/usePatience';
import { CustomerCounts } from './CustomerCounts';

type Of<Row> = (title: string, rows: Row[], nothing: string) => ReactNode;

/** What other features know how to show. */
export type CustomerParts = { tickets: Of<Ticket>; interactions: Of<Interaction>; escalations: Of<Escalation> };

/** The profile of a customer, read once for all that shows parts of it. */
export function useProfile(customerId: string) {
  return useQuery({ ...getCustomerProfileOptions({ path: { id: customerId } }), refetchInterval: 30_000 });
}

type Props = { customerId: string; parts: CustomerParts };

/** What is open with a customer, and what was last. */
export function CustomerGlance({ customerId, parts }: Props) {
  const { m } = useI18n();
  const { data, error, isPending, refetch } = useProfile(customerId);
  const patient = usePatience(isPending);
  if (patient) return <Skeleton h={240} aria-busy="true" aria-label={m.desk.list.loading} role="group" />;
  if (error && !data) return <Failure title={m.customers.glance.failed} problem={error} retry={refetch} />;
  return data ? <Loaded profile={data} parts={parts} /> : null;
}

function Loaded({ profile, parts }: { profile: CustomerProfile; parts: CustomerParts }) {
  const { m } = useI18n();
  const words = m.customers.glance;
  return (
    <Stack>
      <CustomerCounts profile={profile} />
      {parts.tickets(words.openTickets, profile.open_tickets, words.noOpenTickets)}
      {parts.interactions(words.latestInteractions, profile.latest_interactions, m.interactions.noneOfCustomer)}
      {profile.latest_escalations.length > 0 &&
        parts.escalations(words.latestEscalations, profile.latest_escalations, m.escalations.none)}
    </Stack>
  );
}
