import { deleteInteraction, restoreInteraction } from '@/api/generated/sdk.gen';
import type { Interaction } from '@/api/generated/types.gen';
import { tagOf } from '@/api/merge';
import { useHiding } from '@/ui/useHiding';

/** Deleting an interaction and bringing it back. */
export function useInteractionHiding() {
  const hiding = useHiding('Interaction');
  return {
    isPending: hiding.isPending,
    of: ({ id, version }: Interaction) => {
      const call = { path: { id }, throwOnError: true } as const;
      const kept = {
        remove: () => deleteInteraction({ ...call, headers: { 'If-Match': tagOf(version) } }),
        restore: () => restoreInteraction(call),
      };
      return { remove: () => hiding.remove(kept), restore: () => hiding.restore(kept) };
    },
  };
}
