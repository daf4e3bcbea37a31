import type { LucideIcon } from 'lucide-react';
import classes from './Pill.module.css';

export type Tone = 'neutral' | 'info' | 'good' | 'wait' | 'bad' | 'note';

/** A word with its sign and tone: the tone alone never carries the meaning. */
export function Pill({ tone, icon: Icon, children }: { tone: Tone; icon: LucideIcon; children: string }) {
  return (
    <span className={classes.pill} data-tone={tone}>
      <Icon size={13} aria-hidden />
      {children}
    </span>
  );
}
