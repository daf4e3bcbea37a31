import { deleteEscalation, restoreEscalation } from '@/api/generated/sdk.gen';
import type { Escalation } from '@/api/generated/types.gen';
import { tagOf } from '@/api/merge';
import { useI18n } from '@/i18n/I18n';
import { useHiding } from '@/ui/useHiding';

/** Deleting an escalation and bringing it back. */
export function useEscalationHiding() {
  const { m } = useI18n();
  const hiding = useHiding(m.escalations.actions.delete, 'Escalation', 'Ticket', 'Interaction');
  return {
    isPending: hiding.isPending,
    of: ({ id, version }: Escalation) => {
      const call = { path: { id }, throwOnError: true } as const;
      const kept = {
        remove: () => deleteEscalation({ ...call, headers: { 'If-Match': tagOf(version) } }),
        restore: () => restoreEscalation(call),
      };
      return { remove: () => hiding.remove(kept), restore: () => hiding.restore(kept) };
    },
  };
}
