import {
  Bot,
  ChartLine,
  Gauge,
  IdCard,
  Inbox,
  LifeBuoy,
  type LucideIcon,
  MessagesSquare,
  Phone,
  SlidersHorizontal,
  TrendingUp,
  UserRoundCheck,
  Users,
} from 'lucide-react';
import type { Me, TicketStatus } from '@/api/generated/types.gen';
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
    | '/admin/customer-care-oversight'
    | '/admin/customer-care-oversight/agent-performance'
    | '/admin/customer-care-oversight/frequent-issues'
    | '/admin/staff'
    | '/admin/service-accounts'
    | '/customer-care/preferences';
  /** The view it opens with. */
  search?: { status: TicketStatus[] };
  label: string;
  icon: LucideIcon;
  keys: string;
  area?: Area;
  /** Whether it stands among the reports, under a heading of their own. */
  report?: boolean;
};

/** The pages of the navigation, for the role of `me`. A new page is one line here and one route file. */
export function pagesFor(me: Me, m: Messages): Page[] {
  const pages: Page[] = [
    { to: '/doctor/escalations', label: m.escalations.inbox, icon: Inbox, keys: 'g i', area: 'inbox' },
    { to: '/customer-care/dashboard', label: m.dashboard.title, icon: Gauge, keys: 'g d', area: 'dashboard' },
    {
      to: '/customer-care/tickets',
      search: { status: ['open', 'pending', 'escalated'] },
      label: m.desk.pages.tickets,
      icon: LifeBuoy,
      keys: 'g t',
      area: 'tickets',
    },
    { to: '/customer-care/interactions', label: m.interactions.title, icon: Phone, keys: 'g n', area: 'interactions' },
    {
      to: '/customer-care/escalations',
      label: m.escalations.title,
      icon: TrendingUp,
      keys: 'g e',
      area: 'escalations',
    },
    { to: '/customer-care/customers', label: m.desk.pages.customers, icon: Users, keys: 'g c', area: 'customers' },
    {
      to: '/admin/customer-care-oversight',
      label: m.oversight.overview,
      icon: ChartLine,
      keys: 'g o',
      area: 'oversight',
      report: true,
    },
    {
      to: '/admin/customer-care-oversight/agent-performance',
      label: m.oversight.agents,
      icon: UserRoundCheck,
      keys: 'g w',
      area: 'oversight',
      report: true,
    },
    {
      to: '/admin/customer-care-oversight/frequent-issues',
      label: m.oversight.issues,
      icon: MessagesSquare,
      keys: 'g f',
      area: 'oversight',
      report: true,
    },
    { to: '/admin/staff', label: m.staff.title, icon: IdCard, keys: 'g s', area: 'staff' },
    { to: '/admin/service-accounts', label: m.accounts.title, icon: Bot, keys: 'g a', area: 'staff' },
    { to: '/customer-care/preferences', label: m.desk.pages.preferences, icon: SlidersHorizontal, keys: 'g p' },
  ];
  return pages.filter(({ area }) => area === undefined || maySee(me, area));
}
