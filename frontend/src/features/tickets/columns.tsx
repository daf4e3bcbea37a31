import { Group, Text } from '@mantine/core';
import type { Ticket } from '@/api/generated/types.gen';
import type { Messages } from '@/i18n/messages';
import type { Column } from '@/ui/DataTable';
import { DraftSign } from '@/ui/DraftSign';
import { PriorityPill } from '@/ui/marks';
import { RowLink } from '@/ui/RowLink';
import { Waited } from '@/ui/Waited';
import { stateFrom, type TicketList } from './nextTicket';
import { CategoryPill, StatusPill } from './pills';

/** What a list says about a ticket; with `list` there is a way from the ticket on to the next one. */
export function ticketColumns(m: Messages, list?: TicketList) {
  const words = m.tickets;
  return {
    subject: { id: 'subject', label: words.subject, render: (ticket) => <Subject ticket={ticket} list={list} /> },
    customer: {
      id: 'customer',
      label: words.customer,
      render: ({ customer }) => customer.name || <Quiet>{m.desk.hidden.deleted}</Quiet>,
    },
    status: { id: 'status', label: words.status, render: ({ status }) => <StatusPill status={status} /> },
    priority: { id: 'priority', label: words.priority, render: ({ priority }) => <PriorityPill priority={priority} /> },
    category: {
      id: 'category',
      label: words.category,
      from: 'lg',
      render: ({ category }) => <CategoryPill category={category} />,
    },
    assignee: {
      id: 'assignee',
      label: words.assignee,
      from: 'lg',
      render: ({ assignee }) => assignee?.name ?? <Quiet>{words.unassigned}</Quiet>,
    },
    waiting: {
      id: 'waiting',
      named: true,
      label: words.waiting,
      render: ({ waiting_since }) =>
        waiting_since ? <Waited since={waiting_since} /> : <Quiet>{words.notWaiting}</Quiet>,
    },
  } satisfies Record<string, Column<Ticket>>;
}

function Quiet({ children }: { children: string }) {
  return (
    <Text span size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
      {children}
    </Text>
  );
}

function Subject({ ticket, list }: { ticket: Ticket; list?: TicketList }) {
  return (
    <>
      <RowLink
        to="/customer-care/tickets/$ticketId"
        params={{ ticketId: ticket.number }}
        state={list && stateFrom(list, ticket)}
      >
        {ticket.subject}
      </RowLink>
      <Group gap="xs">
        <Text size="xs" c="dimmed">
          {ticket.number}
        </Text>
        <DraftSign of={`ticket.${ticket.id}.`} />
      </Group>
    </>
  );
}
