import { Button, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import {
  CircleDot,
  FilePlus2,
  Hand,
  type LucideIcon,
  MessageSquare,
  Pencil,
  StickyNote,
  Undo2,
  UserRound,
} from 'lucide-react';
import { getTicketTimelineInfiniteOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Action, StaffReference, TicketStatus, TimelineEntry } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import type { Messages } from '@/i18n/messages';
import { Failure } from '@/ui/Failure';
import { Panel } from '@/ui/Panel';
import { Timeline } from '@/ui/Timeline';
import { useCareTeam } from './useCareTeam';

const ICONS: Partial<Record<Action, LucideIcon>> = {
  open_ticket: FilePlus2,
  edit_ticket: Pencil,
  set_status: CircleDot,
  undo_status: Undo2,
  claim: Hand,
  assign: UserRound,
  reply: MessageSquare,
  note: StickyNote,
  record_customer_message: UserRound,
};

export function useTicketTimeline(ticketId: string) {
  return useInfiniteQuery({
    ...getTicketTimelineInfiniteOptions({ path: { id: ticketId }, query: { limit: 25 } }),
    initialPageParam: { path: { id: ticketId } },
    getNextPageParam: ({ page }) => page.next_cursor ?? undefined,
  });
}

/** The status the ticket had before its last move, which is what undoing it goes back to. */
export function statusBefore(entries: TimelineEntry[]): TicketStatus | undefined {
  const last = entries.find(({ changes }) => 'status' in changes);
  const { from } = (last?.action === 'undo_status' ? {} : (last?.changes.status ?? {})) as { from?: TicketStatus };
  return from;
}

export function TicketHistory({ ticketId }: { ticketId: string }) {
  const { m } = useI18n();
  const staff = useCareTeam();
  const query = useTicketTimeline(ticketId);
  const entries = query.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <Panel title={m.tickets.history}>
      {query.error && !query.data && <Failure title={m.tickets.history} problem={query.error} retry={query.refetch} />}
      <Timeline
        label={m.tickets.history}
        happenings={entries.map((entry) => ({
          id: entry.id,
          at: entry.at,
          icon: ICONS[entry.action] ?? CircleDot,
          who: entry.actor.staff?.name ?? m.tickets.event.system,
          what: deedOf(m, entry.action),
          more: <Changes entry={entry} staff={staff} />,
        }))}
      />
      {query.hasNextPage && (
        <Button size="xs" variant="default" onClick={() => query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {m.tickets.message.earlier}
        </Button>
      )}
    </Panel>
  );
}

function deedOf(m: Messages, action: Action): string {
  const deeds: Partial<Record<Action, string>> = m.tickets.event;
  return deeds[action] ?? m.tickets.event.other;
}

const TOLD = ['status', 'priority', 'category', 'assignee', 'subject'] as const;
type Told = (typeof TOLD)[number];

/** From what to what, for the fields that have names; the first event only repeats the ticket itself. */
function Changes({ entry, staff }: { entry: TimelineEntry; staff: StaffReference[] }) {
  const { m } = useI18n();
  if (entry.action === 'open_ticket') return null;
  const told = TOLD.filter((field) => typeof entry.changes[field] === 'object' && entry.changes[field] !== null);
  return told.map((field) => {
    const { from, to } = entry.changes[field] as { from?: unknown; to?: unknown };
    return (
      <Text key={field} size="xs" c="dimmed">
        {m.tickets[field]}: {wordOf(m, staff, field, from)} → {wordOf(m, staff, field, to)}
      </Text>
    );
  });
}

function wordOf(m: Messages, staff: StaffReference[], field: Told, value: unknown): string {
  if (value === null || value === undefined) return field === 'assignee' ? m.tickets.unassigned : m.desk.none;
  const text = String(value);
  const names: Record<Told, Record<string, string>> = {
    status: m.tickets.statuses,
    priority: m.tickets.priorities,
    category: m.tickets.categories,
    assignee: Object.fromEntries(staff.map(({ id, name }) => [id, name])),
    subject: {},
  };
  return names[field][text] ?? (field === 'assignee' ? m.tickets.somebody : text);
}
