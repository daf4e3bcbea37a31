import { useDebouncedValue } from '@mantine/hooks';
import type { SpotlightActionData } from '@mantine/spotlight';
import { useQuery } from '@tanstack/react-query';
import { type LinkProps, useNavigate } from '@tanstack/react-router';
import { LifeBuoy, type LucideIcon, UserRound } from 'lucide-react';
import { searchEverythingOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { SearchHitResponse } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { CHANNEL_ICON } from '@/ui/marks';

const LEAST = 3;
const MOST = 8;

type Row = { id: string; label: string; description: string; icon: LucideIcon; to: LinkProps };

/** Tickets, customers and interactions that fit what is typed into the palette, best first. */
export function useFound(words: string, may: boolean): SpotlightActionData[] {
  const { m, f } = useI18n();
  const navigate = useNavigate();
  const [asked] = useDebouncedValue(words.trim(), 300);
  const enabled = may && asked.length >= LEAST;
  const { data } = useQuery({ ...searchEverythingOptions({ body: { query: asked, limit: MOST } }), enabled });
  if (!enabled || !data) return [];

  const rowOf = (found: SearchHitResponse): Row => {
    switch (found.kind) {
      case 'ticket': {
        const { id, number, subject, customer, status } = found.ticket;
        return {
          id,
          label: subject,
          description: [number, customer.name, m.tickets.statuses[status]].join(' · '),
          icon: LifeBuoy,
          to: { to: '/customer-care/tickets/$ticketId', params: { ticketId: number } } as LinkProps,
        };
      }
      case 'customer': {
        const { id, name, birth_date, phone, deceased } = found.customer;
        const facts = [deceased && m.customers.deceased, birth_date && f.day(birth_date), phone];
        return {
          id,
          label: name,
          description: facts.filter(Boolean).join(' · '),
          icon: UserRound,
          to: { to: '/customer-care/customers/$customerId', params: { customerId: id } } as LinkProps,
        };
      }
      case 'interaction': {
        const { id, channel, customer, summary, started_at } = found.interaction;
        return {
          id,
          label: m.interactions.with(m.interactions.one[channel], customer.name),
          description: [f.exact(started_at), summary].filter(Boolean).join(' · '),
          icon: CHANNEL_ICON[channel],
          to: { to: '/customer-care/interactions/$interactionId', params: { interactionId: id } } as LinkProps,
        };
      }
    }
  };
  return data.data.map(rowOf).map(({ icon: Icon, to, ...row }) => ({
    ...row,
    leftSection: <Icon size={18} aria-hidden />,
    onClick: () => navigate(to),
  }));
}
