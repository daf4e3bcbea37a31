import { deleteEscalation, restoreEscalation } from '@/api/generated/sdk.gen';
import type { Escalation } from '@/api/generated/types.gen';
import { tagOf } from '@/api/merge';
import { useHiding } from '@/ui/useHiding';

/** Deleting an escalation and bringing it back. */
export function useEscalationHiding() {
  const hiding = useHiding('Escalation', 'Ticket', 'Interaction');
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
