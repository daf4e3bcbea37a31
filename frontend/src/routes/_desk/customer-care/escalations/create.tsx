import { createFileRoute, redirect, useNavigate } from '@tanstack/react-router';
import { z } from 'zod/mini';
import { searchBy } from '@/api/search';
import { EscalationSource } from '@/app/EscalationSource';
import { requireArea } from '@/app/guard';
import { CustomerCard } from '@/features/customers/CustomerFacts';
import { CustomerPicker } from '@/features/customers/CustomerPicker';
import { useI18n } from '@/i18n/I18n';
import { BackLink } from '@/ui/BackLink';
import { PageHeader } from '@/ui/PageHeader';
import { Sides } from '@/ui/Sides';

const validateSearch = searchBy(z.object({ customer_id: z.uuid(), ticket_id: z.string(), interaction_id: z.uuid() }), [
  'customer_id',
  'ticket_id',
  'interaction_id',
]);

/** Choosing what to escalate; an address that names a ticket or an interaction leads to that. */
export const Route = createFileRoute('/_desk/customer-care/escalations/create')({
  validateSearch,
  beforeLoad: ({ context, search: { ticket_id: ticketId, interaction_id: interactionId } }) => {
    requireArea(context.me, 'newInteraction');
    if (ticketId) {
      const state = { compose: 'escalate' } as const;
      throw redirect({ to: '/customer-care/tickets/$ticketId', params: { ticketId }, state, replace: true });
    }
    if (interactionId) {
      const params = { interactionId };
      throw redirect({ to: '/customer-care/interactions/$interactionId/escalate', params, replace: true });
    }
  },
  component: Escalate,
});

function Escalate() {
  const { m } = useI18n();
  const words = m.escalations;
  const { customer_id: customerId } = Route.useSearch();
  const navigate = useNavigate();
  return (
    <>
      <PageHeader
        title={words.raise}
        above={<BackLink to="/customer-care/escalations">{words.title}</BackLink>}
        below={words.chooseSource}
      />
      {customerId ? (
        <Sides main={<EscalationSource customerId={customerId} />} side={<CustomerCard customerId={customerId} />} />
      ) : (
        <CustomerPicker onPick={(id) => navigate({ to: '.', search: { customer_id: id } })} />
      )}
    </>
  );
}
