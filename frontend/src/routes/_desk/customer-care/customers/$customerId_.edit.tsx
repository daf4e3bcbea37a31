import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { getCustomerOptions } from '@/api/generated/@tanstack/react-query.gen';
import { requireArea } from '@/app/guard';
import { CustomerEdit } from '@/features/customers/CustomerEdit';

export const Route = createFileRoute('/_desk/customer-care/customers/$customerId_/edit')({
  beforeLoad: ({ context }) => requireArea(context.me, 'newCustomer'),
  loader: ({ context, params }) =>
    context.queryClient.fetchQuery(getCustomerOptions({ path: { id: params.customerId } })),
  component: EditCustomer,
});

function EditCustomer() {
  const customer = Route.useLoaderData();
  const navigate = useNavigate();
  const back = () =>
    navigate({ to: '/customer-care/customers/$customerId', params: { customerId: customer.id }, replace: true });
  return <CustomerEdit key={customer.id} customer={customer} onSaved={back} />;
}
