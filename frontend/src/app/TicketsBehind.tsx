import { useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Me, Ticket } from '@/api/generated/types.gen';
import { BehindPage } from '@/features/oversight/BehindPage';
import type { BehindSearch } from '@/features/oversight/reports';
import { ticketColumns } from '@/features/tickets/columns';
import { useI18n } from '@/i18n/I18n';
import { RelativeTime } from '@/ui/RelativeTime';
import { maySee } from './home';

/** The tickets behind a number, for each of its addresses. An auditor reads what they are, and opens none. */
export function TicketsBehind({ me, search, above }: { me: Me; search: BehindSearch; above: ReactNode }) {
  const { m } = useI18n();
  const navigate = useNavigate();
  const router = useRouter();
  const pageNumber = useLocation({ select: ({ state }) => state.pageNumber ?? 1 });
  const { subject, customer, status, priority, category, assignee } = ticketColumns(m);
  const created = {
    id: 'created',
    named: true as const,
    label: m.tickets.created,
    from: 'md' as const,
    render: ({ created_at }: Ticket) => <RelativeTime at={created_at} />,
  };
  const plain = {
    ...subject,
    render: ({ subject: words, number }: Ticket) => `${words} (${number})`,
  };
  return (
    <BehindPage
      search={search}
      pageNumber={pageNumber}
      onPage={(cursor) => navigate({ to: '.', search: { ...search, cursor }, state: { pageNumber: pageNumber + 1 } })}
      onBack={() => router.history.back()}
      columns={[maySee(me, 'tickets') ? subject : plain, customer, status, priority, category, assignee, created]}
      above={above}
    />
  );
}
