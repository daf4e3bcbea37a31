import { type LinkProps, useNavigate } from '@tanstack/react-router';
import { ArchiveRestore, type LucideIcon, Pencil, Phone, Plus, Trash2 } from 'lucide-react';
import type { Customer } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import type { Action } from '@/ui/actions';
import { useCustomerHiding } from './useCustomerHiding';

/** `link` is the page an action leads to, so that it can be opened beside this one. */
export type CustomerAction = Action & { place: 'main' | 'menu'; link?: LinkProps };

type Row = [Customer['allowed'][number], string, LucideIcon, LinkProps | (() => void), Partial<CustomerAction>?];

/** What may be done with a customer now, by their own `allowed`: buttons, menu, palette and keys read this one list. */
export function useCustomerActions(customer: Customer): CustomerAction[] {
  const { m } = useI18n();
  const navigate = useNavigate();
  const hiding = useCustomerHiding(customer);
  const { id } = customer;
  const search = { customer_id: id };
  const edit = { to: '/customer-care/customers/$customerId/edit', params: { customerId: id } } as LinkProps;
  const log = { to: '/customer-care/interactions/create', search } as LinkProps;
  const open = { to: '/customer-care/tickets/create', search } as LinkProps;
  const rows: Row[] = [
    ['edit_customer', m.customers.editShort, Pencil, edit, { label: m.customers.edit }],
    ['log_interaction', m.interactions.logShort, Phone, log, { keys: 'l' }],
    ['open_ticket', m.customers.openTicket, Plus, open, { keys: 'c' }],
    ['restore_customer', m.customers.restore, ArchiveRestore, hiding.restore],
    ['delete_customer', m.customers.delete, Trash2, hiding.remove, { apart: true, place: 'menu' }],
  ];
  return rows
    .filter(([needs]) => customer.allowed.includes(needs))
    .map(([needs, label, icon, does, more]) => ({
      id: needs,
      label,
      icon,
      place: 'main',
      ...(typeof does === 'function' ? { run: does } : { run: () => navigate(does), link: does }),
      ...more,
    }));
}
