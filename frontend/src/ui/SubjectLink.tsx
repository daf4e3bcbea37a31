import { Link } from '@tanstack/react-router';
import type { TimelineSubject } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import type { Messages } from '@/i18n/messages';

/** The way to what something happened to, where that has a page; `plain` only names it. */
export function SubjectLink({ subject, plain = false }: { subject: TimelineSubject; plain?: boolean }) {
  const { m } = useI18n();
  const name = nameOf(m, subject);
  if (name === undefined || plain) return name;
  const { kind, id, number } = subject;
  switch (kind) {
    case 'ticket':
      return (
        <Link
          to="/customer-care/tickets/$ticketId"
          params={{ ticketId: number ?? id }}
          style={{ whiteSpace: 'nowrap' }}
        >
          {name}
        </Link>
      );
    case 'interaction':
      return (
        <Link to="/customer-care/interactions/$interactionId" params={{ interactionId: id }}>
          {name}
        </Link>
      );
    case 'escalation':
      return (
        <Link to="/customer-care/escalations/$escalationId" params={{ escalationId: id }}>
          {name}
        </Link>
      );
    case 'customer':
      return (
        <Link to="/customer-care/customers/$customerId" params={{ customerId: id }}>
          {name}
        </Link>
      );
    case 'message':
    case 'staff':
    case 'service_account':
      return null;
  }
}

function nameOf(m: Messages, { kind, number, channel }: TimelineSubject): string | undefined {
  switch (kind) {
    case 'ticket':
      return number ?? m.escalations.source.ticket;
    case 'interaction':
      return channel ? m.interactions.one[channel] : m.escalations.source.interaction;
    case 'escalation':
      return m.escalations.one;
    case 'customer':
      return m.tickets.customer;
    case 'message':
    case 'staff':
    case 'service_account':
      return undefined;
  }
}
