import type { CustomerReference } from '@/api/generated/types.gen';
import { RowLink } from '@/ui/RowLink';

/** To what was done for a customer, or to their page for those who work with them. */
export function CustomerLink({ customer: { id, name }, history }: { customer: CustomerReference; history: boolean }) {
  return history ? (
    <RowLink to="/admin/customer-care-oversight/customers/$customerId/history" params={{ customerId: id }}>
      {name}
    </RowLink>
  ) : (
    <RowLink to="/customer-care/customers/$customerId" params={{ customerId: id }}>
      {name}
    </RowLink>
  );
}
