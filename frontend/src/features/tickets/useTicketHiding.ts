import { deleteTicket, restoreTicket } from '@/api/generated/sdk.gen';
import type { Ticket } from '@/api/generated/types.gen';
import { tagOf } from '@/api/merge';
import { useI18n } from '@/i18n/I18n';
import { useHiding } from '@/ui/useHiding';

/** Deleting a ticket and bringing it back. */
export function useTicketHiding() {
  const { m } = useI18n();
  const hiding = useHiding(m.tickets.actions.delete, 'Ticket');
  return {
    isPending: hiding.isPending,
    of: ({ id, version }: Ticket) => {
      const call = { path: { id }, throwOnError: true } as const;
      const kept = {
        remove: () => deleteTicket({ ...call, headers: { 'If-Match': tagOf(version) } }),
        restore: () => restoreTicket(call),
      };
      return { remove: () => hiding.remove(kept), restore: () => hiding.restore(kept) };
    },
  };
}
