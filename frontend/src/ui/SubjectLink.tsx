import { Link } from '@tanstack/react-router';
import type { TimelineSubject } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';

/** The way to what something happened to, where that has a page. */
export function SubjectLink({ subject }: { subject: TimelineSubject }) {
  const { m } = useI18n();
  const { kind, id, number, channel } = subject;
  switch (kind) {
    case 'ticket':
      return (
        <Link
          to="/customer-care/tickets/$ticketId"
          params={{ ticketId: number ?? id }}
          style={{ whiteSpace: 'nowrap' }}
        >
          {number ?? m.escalations.source.ticket}
        </Link>
      );
    case 'interaction':
      return (
        <Link to="/customer-care/interactions/$interactionId" params={{ interactionId: id }}>
          {channel ? m.interactions.one[channel] : m.escalations.source.interaction}
        </Link>
      );
    case 'escalation':
      return (
        <Link to="/customer-care/escalations/$escalationId" params={{ escalationId: id }}>
          {m.escalations.one}
        </Link>
      );
    case 'customer':
      return (
        <Link to="/customer-care/customers/$customerId" params={{ customerId: id }}>
          {m.tickets.customer}
        </Link>
      );
    case 'message':
    case 'staff':
    case 'service_account':
      return null;
  }
}
