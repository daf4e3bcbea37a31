import { useEffect, useState } from 'react';
import { deskNow } from '@/api/runtime';
import { useI18n } from '@/i18n/I18n';

/** How long ago, kept current; the exact time in the desk's zone on hover and for programs. */
export function RelativeTime({ at }: { at: string }) {
  const { f } = useI18n();
  const now = useNow();
  return (
    <time dateTime={at} title={f.exact(at)}>
      {f.relative(at, now)}
    </time>
  );
}

/** The desk's time, twice a minute. */
export function useNow(): number {
  const [now, setNow] = useState(() => deskNow().getTime());
  useEffect(() => {
    const timer = setInterval(() => setNow(deskNow().getTime()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
