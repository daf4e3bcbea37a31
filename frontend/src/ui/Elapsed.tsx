import { useEffect, useState } from 'react';
import { deskNow } from '@/api/runtime';
import { useI18n } from '@/i18n/I18n';
import type { Messages } from '@/i18n/messages';

const DAY = 86_400;

export function lasted(m: Messages, seconds: number): string {
  const words = m.interactions;
  if (seconds < 60) return words.seconds(seconds);
  if (seconds < 3600) return words.minutes(Math.floor(seconds / 60), seconds % 60);
  if (seconds < DAY) return words.hours(Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60));
  return words.days(Math.floor(seconds / DAY), Math.floor((seconds % DAY) / 3600));
}

/** How long something has been running, by the second. */
export function Elapsed({ since }: { since: string }) {
  const { m } = useI18n();
  const read = () => Math.max(0, Math.floor((deskNow().getTime() - new Date(since).getTime()) / 1000));
  const [seconds, setSeconds] = useState(read);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `read` is made of `since` alone
  useEffect(() => {
    setSeconds(read());
    const timer = setInterval(() => setSeconds(read()), 1000);
    return () => clearInterval(timer);
  }, [since]);
  return <span style={{ fontVariantNumeric: 'tabular-nums' }}>{lasted(m, seconds)}</span>;
}
