import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Lines.module.css';
import { Panel } from './Panel';

export type Line = { id: string; link: ReactNode; about?: string; marks: ReactNode };

type Props = { title: string; lines: Line[]; nothing: string; side?: ReactNode };
/** What the lines of each kind of record are given besides the records. */
export type LinesOf = Omit<Props, 'lines'>;

/** A few records of a kind, each opened by its link; for where a whole list has no room. */
export function Lines({ title, lines, nothing, side }: Props) {
  return (
    <Panel title={title} side={side} bare>
      {lines.length === 0 ? (
        <Text size="sm" c="dimmed">
          {nothing}
        </Text>
      ) : (
        <ul className={classes.lines} aria-label={title}>
          {lines.map(({ id, link, about, marks }) => (
            <li key={id} className={classes.line} data-row>
              <div className={classes.what}>
                {link}
                {about && (
                  <Text size="xs" c="dimmed" lineClamp={1}>
                    {about}
                  </Text>
                )}
              </div>
              <div className={classes.marks}>{marks}</div>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
