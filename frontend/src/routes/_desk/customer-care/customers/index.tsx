import { createFileRoute, useLocation, useNavigate } from '@tanstack/react-router';
import { requireArea } from '@/app/guard';
import { maySee } from '@/app/home';
import { CustomerSearch } from '@/features/customers/CustomerSearch';

export const Route = createFileRoute('/_desk/customer-care/customers/')({
  beforeLoad: ({ context }) => requireArea(context.me, 'customers'),
  component: Customers,
});

function Customers() {
  const { me } = Route.useRouteContext();
  const navigate = useNavigate();
  // The words may be a patient's name: they live in the state of the history entry, never in the address.
  const { state } = useLocation();
  const remember = (words: string) => navigate({ to: '.', state: { words }, replace: true, resetScroll: false });
  return (
    <CustomerSearch
      key={state.__TSR_index}
      words={state.words ?? ''}
      onWords={remember}
      mayCreate={maySee(me, 'newCustomer')}
    />
  );
}
