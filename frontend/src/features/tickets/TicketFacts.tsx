import { NativeSelect, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Category, Priority, Ticket, TicketStatus } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { PriorityPill } from '@/ui/marks';
import { openByArrows } from '@/ui/openByArrows';
import { Facts, Panel } from '@/ui/Panel';
import { RelativeTime } from '@/ui/RelativeTime';
import { CategoryPill, StatusPill } from './pills';
import { useCareTeam } from './useCareTeam';
import type { TicketDesk } from './useTicketDesk';

type Field = 'status' | 'priority' | 'category' | 'assignee';

/** The id of a field, for the keys that jump to it. */
export const factId = (field: Field) => `ticket-${field}`;

type Props = { ticket: Ticket; desk: TicketDesk; onStatus: (status: TicketStatus) => void };

/** What a ticket is filed under. What this person may not change is shown as words. */
export function TicketFacts({ ticket, desk, onStatus }: Props) {
  const { m, f } = useI18n();
  const words = m.tickets;
  const may = (action: Ticket['allowed'][number]) => ticket.allowed.includes(action);
  const choices = (names: Record<string, string>) => Object.entries(names).map(([value, label]) => ({ value, label }));
  const { escalated: _, ...settable } = words.statuses;
  const movable = may('set_status') && ticket.status !== 'escalated';
  const time = (at?: string | null) => at && <RelativeTime at={at} />;

  return (
    <Panel title={words.details}>
      <Stack gap="sm">
        {movable && (
          <NativeSelect
            id={factId('status')}
            onKeyDown={openByArrows}
            label={words.status}
            value={ticket.status}
            data={choices(settable)}
            onChange={(event) => onStatus(event.currentTarget.value as TicketStatus)}
          />
        )}
        {may('assign') && <AssigneeSelect ticket={ticket} desk={desk} />}
        {may('edit_ticket') && (
          <>
            <NativeSelect
              id={factId('priority')}
              onKeyDown={openByArrows}
              label={words.priority}
              value={ticket.priority}
              data={choices(words.priorities)}
              onChange={(event) => desk.edit(ticket, { priority: event.currentTarget.value as Priority })}
            />
            <NativeSelect
              id={factId('category')}
              onKeyDown={openByArrows}
              label={words.category}
              value={ticket.category}
              data={choices(words.categories)}
              onChange={(event) => desk.edit(ticket, { category: event.currentTarget.value as Category })}
            />
          </>
        )}
        <Facts
          facts={[
            [words.status, !movable && <StatusPill status={ticket.status} />],
            [words.assignee, !may('assign') && (ticket.assignee?.name ?? words.unassigned)],
            [words.priority, !may('edit_ticket') && <PriorityPill priority={ticket.priority} />],
            [words.category, !may('edit_ticket') && <CategoryPill category={ticket.category} />],
            [words.created, time(ticket.created_at)],
            [words.openedBy, ticket.opened_by?.name],
            [words.waitingSince, time(ticket.waiting_since)],
            [words.firstResponse, time(ticket.first_response_at)],
            [words.resolvedAt, time(ticket.resolved_at)],
            [
              words.duplicateOf,
              ticket.duplicate_of && (
                <Link to="/customer-care/tickets/$ticketId" params={{ ticketId: ticket.duplicate_of.number }}>
                  {ticket.duplicate_of.number}
                </Link>
              ),
            ],
            [
              words.fromInteraction,
              ticket.interaction && (
                <Link to="/customer-care/interactions/$interactionId" params={{ interactionId: ticket.interaction }}>
                  {words.openInteraction}
                </Link>
              ),
            ],
            [words.reopens, ticket.reopened_count > 0 && f.number(ticket.reopened_count)],
          ].map(([name, value]) => [String(name), value === false ? undefined : value])}
        />
      </Stack>
    </Panel>
  );
}

function AssigneeSelect({ ticket, desk }: { ticket: Ticket; desk: TicketDesk }) {
  const { m } = useI18n();
  const staff = useCareTeam();
  const { assignee } = ticket;
  // Somebody who has left the team may still hold the ticket.
  const known = assignee && !staff.some(({ id }) => id === assignee.id) ? [assignee, ...staff] : staff;
  return (
    <NativeSelect
      id={factId('assignee')}
      onKeyDown={openByArrows}
      label={m.tickets.assignee}
      value={assignee?.id ?? ''}
      data={[{ value: '', label: m.tickets.unassigned }, ...known.map(({ id, name }) => ({ value: id, label: name }))]}
      onChange={(event) => {
        const chosen = known.find(({ id }) => id === event.currentTarget.value);
        desk.assign(ticket, chosen ? { id: chosen.id, name: chosen.name } : null);
      }}
    />
  );
}
