import { deleteInteraction, restoreInteraction } from '@/api/generated/sdk.gen';
import type { Interaction } from '@/api/generated/types.gen';
import { tagOf } from '@/api/merge';
import { useI18n } from '@/i18n/I18n';
import { useHiding } from '@/ui/useHiding';

/** Deleting an interaction and bringing it back. */
export function useInteractionHiding() {
  const { m } = useI18n();
  const hiding = useHiding(m.interactions.actions.delete, 'Interaction');
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
