import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { TimelineSubject } from '@/api/generated/types.gen';
import type { Messages } from '@/i18n/messages';

/** The way to what something happened to; only the words, where that has no page. */
export function SubjectLink({ subject, children }: { subject: TimelineSubject; children: ReactNode }) {
  const { kind, id, number } = subject;
  switch (kind) {
    case 'ticket':
      return (
        <Link
          to="/customer-care/tickets/$ticketId"
          params={{ ticketId: number ?? id }}
          style={{ whiteSpace: 'nowrap' }}
        >
          {children}
        </Link>
      );
    case 'interaction':
      return (
        <Link to="/customer-care/interactions/$interactionId" params={{ interactionId: id }}>
          {children}
        </Link>
      );
    case 'escalation':
      return (
        <Link to="/customer-care/escalations/$escalationId" params={{ escalationId: id }}>
          {children}
        </Link>
      );
    case 'customer':
      return (
        <Link to="/customer-care/customers/$customerId" params={{ customerId: id }}>
          {children}
        </Link>
      );
    case 'message':
    case 'staff':
    case 'service_account':
    case 'read_log':
      return children;
  }
}

/** What sets a ticket or an interaction apart from others of its kind. */
export function nameOf(m: Messages, { number, channel }: TimelineSubject): string | undefined {
  return number ?? (channel && m.interactions.one[channel]);
}
