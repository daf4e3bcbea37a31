import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { requireArea } from '@/app/guard';
import { CustomerCreate } from '@/features/customers/CustomerCreate';

export const Route = createFileRoute('/_desk/customer-care/customers/create')({
  beforeLoad: ({ context }) => requireArea(context.me, 'newCustomer'),
  component: NewCustomer,
});

function NewCustomer() {
  const navigate = useNavigate();
  return (
    <CustomerCreate
      onCreated={({ id }) =>
        navigate({ to: '/customer-care/customers/$customerId', params: { customerId: id }, replace: true })
      }
    />
  );
}
