import { Group, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import classes from './Panel.module.css';

type PanelProps = { title: string; side?: ReactNode; bare?: boolean; children: ReactNode };

/** A part of a page with its heading; `bare` where what is inside has a frame of its own. */
export function Panel({ title, side, bare = false, children }: PanelProps) {
  const id = useId();
  return (
    <section className={bare ? undefined : classes.panel} aria-labelledby={id}>
      <Group justify="space-between" mb="sm" mih={30}>
        <Title order={2} id={id}>
          {title}
        </Title>
        {side}
      </Group>
      {children}
    </section>
  );
}

/** Names and what they are: `<dl>` in two columns. What is not known is left out. */
export function Facts({ facts }: { facts: [string, ReactNode][] }) {
  return (
    <dl className={classes.facts}>
      {facts
        .filter(([, value]) => value !== undefined && value !== null && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
