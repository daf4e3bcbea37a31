import { Group, Text } from '@mantine/core';
import { PenLine } from 'lucide-react';
import type { Ticket } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import type { Messages } from '@/i18n/messages';
import type { Column } from '@/ui/DataTable';
import { PriorityPill } from '@/ui/marks';
import { Pill } from '@/ui/Pill';
import { RowLink } from '@/ui/RowLink';
import { useHasDraft } from '@/ui/useDraft';
import { Waited } from '@/ui/Waited';
import { draftKeys } from './drafts';
import { CategoryPill, StatusPill } from './pills';

/** What a list says about a ticket. `queue` is the list's address, for the way on to the next one. */
export function ticketColumns(m: Messages, queue?: string) {
  const words = m.tickets;
  return {
    subject: { id: 'subject', label: words.subject, render: (ticket) => <Subject ticket={ticket} queue={queue} /> },
    customer: { id: 'customer', label: words.customer, render: ({ customer }) => customer.name },
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
      label: words.waiting,
      render: ({ waiting_since }) =>
        waiting_since ? <Waited since={waiting_since} /> : <Quiet>{words.notWaiting}</Quiet>,
    },
  } satisfies Record<string, Column<Ticket>>;
}

function Quiet({ children }: { children: string }) {
  return (
    <Text span size="sm" c="dimmed">
      {children}
    </Text>
  );
}

function Subject({ ticket, queue }: { ticket: Ticket; queue?: string }) {
  return (
    <>
      <RowLink to="/customer-care/tickets/$ticketId" params={{ ticketId: ticket.number }} state={{ queue }}>
        {ticket.subject}
      </RowLink>
      <Group gap="xs">
        <Text size="xs" c="dimmed">
          {ticket.number}
        </Text>
        <DraftSign ticketId={ticket.id} />
      </Group>
    </>
  );
}

function DraftSign({ ticketId }: { ticketId: string }) {
  const has = useHasDraft(draftKeys(ticketId));
  return has ? <DraftPill /> : null;
}

function DraftPill() {
  const { m } = useI18n();
  return (
    <Pill tone="note" icon={PenLine}>
      {m.tickets.draft}
    </Pill>
  );
}
