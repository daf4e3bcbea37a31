import {
  Bot,
  Gauge,
  IdCard,
  Inbox,
  LifeBuoy,
  type LucideIcon,
  Phone,
  SlidersHorizontal,
  TrendingUp,
  Users,
} from 'lucide-react';
import type { Me } from '@/api/generated/types.gen';
import type { Messages } from '@/i18n/messages';
import { type Area, maySee } from './home';

export type Page = {
  to:
    | '/customer-care/dashboard'
    | '/customer-care/tickets'
    | '/customer-care/interactions'
    | '/customer-care/escalations'
    | '/doctor/escalations'
    | '/customer-care/customers'
    | '/admin/staff'
    | '/admin/service-accounts'
    | '/customer-care/preferences';
  label: string;
  icon: LucideIcon;
  keys: string;
  area?: Area;
};

/** The pages of the navigation, for the role of `me`. A new page is one line here and one route file. */
export function pagesFor(me: Me, m: Messages): Page[] {
  const pages: Page[] = [
    { to: '/doctor/escalations', label: m.escalations.inbox, icon: Inbox, keys: 'g i', area: 'inbox' },
    { to: '/customer-care/dashboard', label: m.dashboard.title, icon: Gauge, keys: 'g d', area: 'dashboard' },
    { to: '/customer-care/tickets', label: m.desk.pages.tickets, icon: LifeBuoy, keys: 'g t', area: 'tickets' },
    { to: '/customer-care/interactions', label: m.interactions.title, icon: Phone, keys: 'g n', area: 'interactions' },
    {
      to: '/customer-care/escalations',
      label: m.escalations.title,
      icon: TrendingUp,
      keys: 'g e',
      area: 'escalations',
    },
    { to: '/customer-care/customers', label: m.desk.pages.customers, icon: Users, keys: 'g c', area: 'customers' },
    { to: '/admin/staff', label: m.staff.title, icon: IdCard, keys: 'g s', area: 'staff' },
    { to: '/admin/service-accounts', label: m.accounts.title, icon: Bot, keys: 'g a', area: 'staff' },
    { to: '/customer-care/preferences', label: m.desk.pages.preferences, icon: SlidersHorizontal, keys: 'g p' },
  ];
  return pages.filter(({ area }) => area === undefined || maySee(me, area));
}
