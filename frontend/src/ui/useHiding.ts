import { useI18n } from '@/i18n/I18n';
import { askFirst } from './askFirst';
import { useDoing } from './useDoing';

type Kept = { remove: () => Promise<unknown>; restore: () => Promise<unknown> };

/**
 * Deleting hides a record, and is asked for by its name, `label`; restoring it takes that back: from the notice, its page, or the list of what is
 * deleted.
 */
export function useHiding(label: string, ...resources: string[]) {
  const { m } = useI18n();
  const { run, isPending } = useDoing(...resources);
  const restore = (kept: Kept) => run({ run: kept.restore, said: m.desk.hidden.restored });
  return {
    isPending,
    restore,
    remove: (kept: Kept) =>
      askFirst({
        title: label,
        about: m.desk.hidden.ask,
        confirm: label,
        run: () => run({ run: kept.remove, said: m.desk.hidden.deleted, undo: () => restore(kept) }),
      }),
  };
}
