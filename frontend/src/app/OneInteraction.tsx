import type { Me } from '@/api/generated/types.gen';
import { CustomerCard } from '@/features/customers/CustomerFacts';
import { CustomerPicker } from '@/features/customers/CustomerPicker';
import { EscalationPanel } from '@/features/escalations/EscalationPanel';
import { InteractionPage } from '@/features/interactions/InteractionPage';

/** The page of an interaction, for each of its addresses. */
export function OneInteraction({ raise, ...rest }: { interactionId: string; me: Me; raise?: boolean }) {
  return (
    <InteractionPage
      {...rest}
      raise={raise}
      parts={{
        customer: (id) => <CustomerCard customerId={id} />,
        pick: (onPick) => <CustomerPicker onPick={onPick} />,
        escalations: ({ interaction, ...at }) => (
          <EscalationPanel source={{ type: 'interaction', id: interaction.id }} me={rest.me} {...at} />
        ),
      }}
    />
  );
}
