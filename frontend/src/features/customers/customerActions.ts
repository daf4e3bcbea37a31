import { useNavigate } from '@tanstack/react-router';
import { ArchiveRestore, type LucideIcon, Pencil, Phone, Plus, Trash2 } from 'lucide-react';
import type { Customer } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import type { Action } from '@/ui/actions';
import { useCustomerHiding } from './useCustomerHiding';

export type CustomerAction = Action & { place: 'main' | 'menu' };

type Row = [Customer['allowed'][number], string, LucideIcon, CustomerAction['place'], () => void, Partial<Action>?];

/** What may be done with a customer now, by their own `allowed`: buttons, menu, palette and keys read this one list. */
export function useCustomerActions(customer: Customer): CustomerAction[] {
  const { m } = useI18n();
  const navigate = useNavigate();
  const hiding = useCustomerHiding(customer);
  const { id } = customer;
  const search = { customer_id: id };
  const edit = () => navigate({ to: '/customer-care/customers/$customerId/edit', params: { customerId: id } });
  const log = () => navigate({ to: '/customer-care/interactions/create', search });
  const open = () => navigate({ to: '/customer-care/tickets/create', search });
  const rows: Row[] = [
    ['edit_customer', m.customers.edit, Pencil, 'main', edit],
    ['log_interaction', m.interactions.logShort, Phone, 'main', log, { keys: 'l' }],
    ['open_ticket', m.customers.openTicket, Plus, 'main', open, { keys: 'c' }],
    ['restore_customer', m.customers.restore, ArchiveRestore, 'main', hiding.restore],
    ['delete_customer', m.customers.delete, Trash2, 'menu', hiding.remove, { apart: true }],
  ];
  return rows
    .filter(([needs]) => customer.allowed.includes(needs))
    .map(([needs, label, icon, place, run, more]) => ({ id: needs, label, icon, place, run, ...more }));
}
