import { useInfiniteQuery } from '@tanstack/react-query';
import { getTicketTimelineInfiniteOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { TicketStatus, TimelineEntry } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { History } from '@/ui/History';
import { tellChange } from '@/ui/tell';
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
  const people = Object.fromEntries(staff.map(({ id, name }) => [id, name]));
  return (
    <History
      page="ticket"
      query={query}
      tell={(field, from, to, of) => tellChange(m, field, { from, to }, of, people)}
    />
  );
}
