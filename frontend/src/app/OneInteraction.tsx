import { lazy, Suspense } from 'react';
import type { Me } from '@/api/generated/types.gen';
import { CustomerCard, DeceasedOf } from '@/features/customers/CustomerFacts';
import { InteractionPage } from '@/features/interactions/InteractionPage';
import { OpenCases } from './OpenCases';
import { pickCustomer } from './pickCustomer';

// Only some records have these: what is read first does not wait for them.
const EscalationPanel = lazy(() =>
  import('@/features/escalations/EscalationPanel').then((it) => ({ default: it.EscalationPanel })),
);

/** The page of an interaction, for each of its addresses. */
export function OneInteraction({ raise, ...rest }: { interactionId: string; me: Me; raise?: boolean }) {
  return (
    <InteractionPage
      {...rest}
      raise={raise}
      parts={{
        notice: (id) => <DeceasedOf customerId={id} />,
        customer: (id) => <CustomerCard customerId={id} />,
        pick: pickCustomer,
        open: ({ id, customer, ticket }) => (
          <OpenCases customerId={customer.id} ticketId={ticket?.id} interactionId={id} />
        ),
        escalations: ({ interaction, ...at }) => (
          <Suspense fallback={null}>
            <EscalationPanel source={{ type: 'interaction', id: interaction.id }} me={rest.me} {...at} />
          </Suspense>
        ),
      }}
    />
  );
}
