import { Text } from '@mantine/core';
import type { Escalation } from '@/api/generated/types.gen';
import type { Messages } from '@/i18n/messages';
import type { Column } from '@/ui/DataTable';
import { DraftSign } from '@/ui/DraftSign';
import { PriorityPill } from '@/ui/marks';
import { RelativeTime } from '@/ui/RelativeTime';
import { RowLink } from '@/ui/RowLink';
import { Waited } from '@/ui/Waited';
import { EscalationPill, sourceTitle, targetName } from './marks';

/** What a list says about an escalation. */
export function escalationColumns(m: Messages) {
  const words = m.escalations;
  return {
    about: {
      id: 'about',
      label: words.about,
      render: (row) => (
        <>
          <RowLink to="/customer-care/escalations/$escalationId" params={{ escalationId: row.id }}>
            {sourceTitle(m, row)}
          </RowLink>
          <Text size="xs" c="dimmed">
            {row.source.number ?? words.source[row.source.type]}
          </Text>
          <DraftSign of={`escalation.${row.id}.`} />
        </>
      ),
    },
    customer: { id: 'customer', label: words.customer, render: ({ customer }) => customer.name },
    status: { id: 'status', label: words.status, render: ({ status }) => <EscalationPill status={status} /> },
    priority: {
      id: 'priority',
      label: words.priority,
      render: ({ priority }) => <PriorityPill priority={priority} />,
    },
    target: { id: 'target', named: true, label: words.target, from: 'lg', render: (row) => targetName(m, row) },
    by: {
      id: 'by',
      named: true,
      label: words.by,
      from: 'lg',
      render: ({ escalated_by }) => escalated_by?.name ?? m.desk.none,
    },
    waiting: {
      id: 'waiting',
      named: true,
      label: words.waiting,
      render: ({ waiting_since, created_at }) =>
        waiting_since ? <Waited since={waiting_since} /> : <RelativeTime at={created_at} />,
    },
  } satisfies Record<string, Column<Escalation>>;
}
