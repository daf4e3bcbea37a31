import { useI18n } from '@/i18n/I18n';
import { deletedView, QuickViews } from '@/ui/ListBar';

/** For administrators: who is there, and who is hidden. */
export function CustomerViews({ deleted }: { deleted?: true }) {
  const { m } = useI18n();
  return (
    <QuickViews
      search={{ deleted }}
      label={m.interactions.views.label}
      views={[[m.customers.all, {}], deletedView(m)]}
    />
  );
}
