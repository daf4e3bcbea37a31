import { useInfiniteQuery } from '@tanstack/react-query';
import { getTicketTimelineInfiniteOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { StaffReference, TicketStatus, TimelineEntry } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import type { Messages } from '@/i18n/messages';
import { History, type Tell } from '@/ui/History';
import { useCareTeam } from './useCareTeam';

export function useTicketTimeline(ticketId: string) {
  return useInfiniteQuery({
    ...getTicketTimelineInfiniteOptions({ path: { id: ticketId }, query: { limit: 25 } }),
    initialPageParam: { path: { id: ticketId } },
    getNextPageParam: ({ page }) => page.next_cursor ?? undefined,
  });
}

/** The status the ticket had before its last move, which is what undoing it goes back to. */
export function statusBefore(entries: TimelineEntry[]): TicketStatus | undefined {
  const last = entries.find(({ subject, changes }) => subject.kind === 'ticket' && 'status' in changes);
  const { from } = (last?.action === 'undo_status' ? {} : (last?.changes.status ?? {})) as { from?: TicketStatus };
  return from;
}

export function TicketHistory({ ticketId }: { ticketId: string }) {
  const { m } = useI18n();
  const staff = useCareTeam();
  const query = useTicketTimeline(ticketId);
  const tell: Tell = (field, from, to, { kind }) => {
    if (!isTold(field)) return undefined;
    const word = (value: unknown) => wordOf(m, staff, kind === 'escalation' ? 'escalation' : field, value);
    return { label: m.tickets[field], from: word(from), to: word(to) };
  };
  return <History query={query} tell={tell} />;
}

const TOLD = ['status', 'priority', 'category', 'assignee', 'subject'] as const;
type Told = (typeof TOLD)[number];
const isTold = (field: string): field is Told => TOLD.some((each) => each === field);

function wordOf(m: Messages, staff: StaffReference[], field: Told | 'escalation', value: unknown): string {
  if (value === null || value === undefined) return field === 'assignee' ? m.tickets.unassigned : m.desk.none;
  const text = String(value);
  const names: Record<Told | 'escalation', Record<string, string>> = {
    status: m.tickets.statuses,
    // An escalation on the same timeline moves through words of its own.
    escalation: { ...m.tickets.priorities, ...m.escalations.statuses },
    priority: m.tickets.priorities,
    category: m.tickets.categories,
    assignee: Object.fromEntries(staff.map(({ id, name }) => [id, name])),
    subject: {},
  };
  return names[field][text] ?? (field === 'assignee' ? m.tickets.somebody : text);
}
