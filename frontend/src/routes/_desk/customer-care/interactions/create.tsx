import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { zListInteractionsQuery } from '@/api/generated/zod.gen';
import { searchBy } from '@/api/search';
import { ChosenCustomer, ChosenCustomerLine } from '@/app/ChosenCustomer';
import { requireArea } from '@/app/guard';
import { CustomerPicker } from '@/features/customers/CustomerPicker';
import { InteractionLog } from '@/features/interactions/InteractionLog';
import { useI18n } from '@/i18n/I18n';
import { LinkButton } from '@/ui/LinkButton';
import { PageHeader } from '@/ui/PageHeader';
import { Sides } from '@/ui/Sides';

const validateSearch = searchBy(zListInteractionsQuery, ['customer_id', 'ticket_id']);

export const Route = createFileRoute('/_desk/customer-care/interactions/create')({
  validateSearch,
  beforeLoad: ({ context }) => requireArea(context.me, 'newInteraction'),
  component: LogInteraction,
});

function LogInteraction() {
  const { m } = useI18n();
  const { customer_id: customerId, ticket_id: ticketId } = Route.useSearch();
  const navigate = useNavigate();
  const choose = (id?: string) =>
    navigate({ to: '.', search: { customer_id: id, ticket_id: ticketId }, resetScroll: false });
  return (
    <>
      <PageHeader title={m.interactions.log} />
      {customerId && <ChosenCustomerLine customerId={customerId} />}
      <Sides
        main={
          <InteractionLog
            customerId={customerId}
            ticketId={ticketId}
            customer={(leaving) =>
              !customerId && <CustomerPicker onPick={(id) => choose(id)} then="interaction" onLeave={leaving} />
            }
            onLogged={({ id }) =>
              navigate({
                to: '/customer-care/interactions/$interactionId',
                params: { interactionId: id },
                replace: true,
              })
            }
          />
        }
        side={
          customerId && (
            <ChosenCustomer
              customerId={customerId}
              change={
                <LinkButton to="/customer-care/interactions/create" search={{ ticket_id: ticketId }} variant="default">
                  {m.customers.change}
                </LinkButton>
              }
            />
          )
        }
      />
    </>
  );
}
