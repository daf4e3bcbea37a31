import { deleteCustomer, restoreCustomer } from '@/api/generated/sdk.gen';
import type { Customer } from '@/api/generated/types.gen';
import { tagOf } from '@/api/merge';
import { useI18n } from '@/i18n/I18n';
import { useHiding } from '@/ui/useHiding';

/** Deleting a customer and bringing them back. */
export function useCustomerHiding({ id, version }: Pick<Customer, 'id' | 'version'>) {
  const { m } = useI18n();
  const hiding = useHiding(m.customers.delete, 'Customer', 'Ticket', 'Interaction', 'Escalation');
  const call = { path: { id }, throwOnError: true } as const;
  const kept = {
    remove: () => deleteCustomer({ ...call, headers: { 'If-Match': tagOf(version) } }),
    restore: () => restoreCustomer(call),
  };
  return { isPending: hiding.isPending, remove: () => hiding.remove(kept), restore: () => hiding.restore(kept) };
}
