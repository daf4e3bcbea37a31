import type { CustomerProfile } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { type Stat, StatTiles } from '@/ui/StatTile';

const OPEN = ['open', 'pending', 'escalated'] as const;

/** How much there is of each kind, each figure the way to its list. */
export function CustomerCounts({ profile }: { profile: CustomerProfile }) {
  const { m } = useI18n();
  const words = m.customers.glance;
  const { tickets, interactions, escalations } = profile.counts;
  const customer_id = profile.customer.id;
  const stats: Stat[] = [
    {
      id: 'tickets',
      label: words.unresolved,
      value: tickets.open + tickets.pending + tickets.escalated,
      tone: 'wait',
      to: { to: '/customer-care/tickets', search: { customer_id, status: [...OPEN] } },
    },
    {
      id: 'resolved',
      label: words.resolved,
      value: tickets.resolved,
      to: { to: '/customer-care/tickets', search: { customer_id, status: ['resolved'] } },
    },
    {
      id: 'interactions',
      label: m.interactions.title,
      value: interactions.active + interactions.pending + interactions.resolved,
      to: { to: '/customer-care/interactions', search: { customer_id } },
    },
    {
      id: 'escalations',
      label: words.openEscalations,
      value: escalations.open,
      tone: 'wait',
      to: { to: '/customer-care/escalations', search: { customer_id, status: ['pending', 'in_progress'] } },
    },
    {
      id: 'answered',
      label: words.answered,
      value: escalations.answered,
      tone: 'wait',
      to: { to: '/customer-care/escalations', search: { customer_id, status: ['resolved'] } },
    },
  ];
  return <StatTiles stats={stats} />;
}
