import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { getCustomerOptions } from '@/api/generated/@tanstack/react-query.gen';
import { zGetCustomerTimelineQuery } from '@/api/generated/zod.gen';
import { searchBy } from '@/api/search';
import { requireArea } from '@/app/guard';
import { CustomerPage } from '@/features/customers/CustomerPage';
import { EscalationLines } from '@/features/escalations/EscalationLines';
import { InteractionLines } from '@/features/interactions/InteractionLines';
import { TicketLines } from '@/features/tickets/TicketLines';

const validateSearch = searchBy(zGetCustomerTimelineQuery, ['kind']);

export const Route = createFileRoute('/_desk/customer-care/customers/$customerId')({
  validateSearch,
  beforeLoad: ({ context }) => requireArea(context.me, 'customers'),
  loader: ({ context, params }) =>
    context.queryClient.ensureQueryData(getCustomerOptions({ path: { id: params.customerId } })),
  component: OneCustomer,
});

function OneCustomer() {
  const { customerId } = Route.useParams();
  const { kind = [] } = Route.useSearch();
  const navigate = useNavigate();
  return (
    <CustomerPage
      key={customerId}
      customerId={customerId}
      kinds={kind}
      onKinds={(kinds) =>
        navigate({ to: '.', search: kinds.length > 0 ? { kind: kinds } : {}, replace: true, resetScroll: false })
      }
      parts={{
        tickets: (title, tickets, nothing) => (
          <TicketLines
            title={title}
            tickets={tickets}
            nothing={nothing}
            queue={`?customer_id=${customerId}`}
            ofCustomer
          />
        ),
        interactions: (title, interactions, nothing) => (
          <InteractionLines title={title} interactions={interactions} nothing={nothing} />
        ),
        escalations: (title, escalations, nothing) => (
          <EscalationLines title={title} escalations={escalations} nothing={nothing} />
        ),
      }}
    />
  );
}
