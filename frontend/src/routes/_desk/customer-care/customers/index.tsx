import { createFileRoute, useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import { zListCustomersQuery } from '@/api/generated/zod.gen';
import { searchBy } from '@/api/search';
import { requireArea } from '@/app/guard';
import { maySee } from '@/app/home';
import { CustomerSearch } from '@/features/customers/CustomerSearch';
import { DeletedCustomers } from '@/features/customers/DeletedCustomers';
import { ownSearchQuery, searchQueryState } from '@/ui/searchQuery';

const validateSearch = searchBy(zListCustomersQuery, ['deleted', 'cursor']);

export const Route = createFileRoute('/_desk/customer-care/customers/')({
  validateSearch,
  beforeLoad: ({ context, search }) => requireArea(context.me, search.deleted ? 'deleted' : 'customers'),
  component: Customers,
});

function Customers() {
  const { me } = Route.useRouteContext();
  const { deleted, cursor } = Route.useSearch();
  const navigate = useNavigate();
  const router = useRouter();
  // The words may be a patient's name: they live in the state of the history entry, never in the address.
  const { state } = useLocation();
  const remember = (words: string) =>
    navigate({ to: '.', state: searchQueryState(words), replace: true, resetScroll: false });
  if (deleted) {
    const pageNumber = state.pageNumber ?? 1;
    return (
      <DeletedCustomers
        cursor={cursor}
        pageNumber={pageNumber}
        onNext={(next) =>
          navigate({ to: '.', search: { deleted, cursor: next }, state: { pageNumber: pageNumber + 1 } })
        }
        onBack={() => router.history.back()}
      />
    );
  }
  return (
    <CustomerSearch
      key={state.__TSR_index}
      words={ownSearchQuery(state) ?? ''}
      onWords={remember}
      mayCreate={maySee(me, 'newCustomer')}
      mayRestore={maySee(me, 'deleted')}
    />
  );
}
