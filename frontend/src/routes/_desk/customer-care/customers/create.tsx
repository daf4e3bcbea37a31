import { createFileRoute, useLocation, useNavigate } from '@tanstack/react-router';
import { requireArea } from '@/app/guard';
import { CustomerCreate } from '@/features/customers/CustomerCreate';
import { ownSearchQuery } from '@/ui/searchQuery';

export const Route = createFileRoute('/_desk/customer-care/customers/create')({
  beforeLoad: ({ context }) => requireArea(context.me, 'newCustomer'),
  component: NewCustomer,
});

const ON = { interaction: '/customer-care/interactions/create', ticket: '/customer-care/tickets/create' } as const;

function NewCustomer() {
  const navigate = useNavigate();
  const { state } = useLocation();
  const { then } = state;
  const goOn = then && ((id: string) => navigate({ to: ON[then], search: { customer_id: id }, replace: true }));
  const toPage = (id: string) =>
    navigate({ to: '/customer-care/customers/$customerId', params: { customerId: id }, replace: true });
  return <CustomerCreate words={ownSearchQuery(state)} onKnown={goOn} onCreated={({ id }) => (goOn ?? toPage)(id)} />;
}
