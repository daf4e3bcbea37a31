import { Text } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { RelativeTime } from './RelativeTime';
import classes from './Timeline.module.css';

export type Happening = {
  id: string;
  at: string;
  icon: LucideIcon;
  who: string;
  what: ReactNode;
  which?: ReactNode;
  more?: ReactNode;
};

/** What happened, newest first, as a list. */
export function Timeline({ label, happenings }: { label: string; happenings: Happening[] }) {
  return (
    <ol className={classes.line} aria-label={label}>
      {happenings.map(({ id, at, icon: Icon, who, what, which, more }) => (
        <li key={id} className={classes.event}>
          <span className={classes.sign}>
            <Icon size={13} aria-hidden />
          </span>
          <div>
            <Text size="sm">
              <b>{who}</b> {what} {which}
            </Text>
            {more}
            <Text size="xs" c="dimmed">
              <RelativeTime at={at} />
            </Text>
          </div>
        </li>
      ))}
    </ol>
  );
}
