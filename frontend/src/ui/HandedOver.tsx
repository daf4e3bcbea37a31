import type { TimelineEntry } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { RelativeTime } from './RelativeTime';
import classes from './Timeline.module.css';

/** What whoever had it last wrote for whoever has it now, above everything else; entries are newest first. */
export function HandedOver({ entries }: { entries: TimelineEntry[] }) {
  const { m } = useI18n();
  const last = entries.find(({ action }) => action === 'assign' || action === 'assign_interaction');
  const note = last?.changes.note;
  if (!last || typeof note !== 'string') return null;
  const title = m.desk.handOver.from(last.actor.principal?.name ?? m.desk.history.system);
  return (
    <section className={classes.handed} aria-label={title}>
      <b>{title}</b> <RelativeTime at={last.at} />
      <div className={classes.words}>{note}</div>
    </section>
  );
}
