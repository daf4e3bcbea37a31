import { useI18n } from '@/i18n/I18n';
import { useNow } from './RelativeTime';

/** How long somebody has waited, kept current; since when on hover and for programs. */
export function Waited({ since }: { since: string }) {
  const { m, f } = useI18n();
  const minutes = Math.max(0, Math.floor((useNow() - new Date(since).getTime()) / 60_000));
  return (
    <time dateTime={since} title={f.exact(since)} style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
      {m.desk.waited(minutes)}
    </time>
  );
}
