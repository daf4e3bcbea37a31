import { Text } from '@mantine/core';
import { Link, type LinkProps } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { ReportAgent, WorkloadResponse } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Waited } from '@/ui/Waited';
import { heldInteractions, heldTickets } from './behind';
import classes from './Oversight.module.css';

const STATUSES = ['open', 'pending', 'escalated'] as const;

type Props = {
  agent: ReportAgent;
  load: WorkloadResponse;
  /** Whether the records themselves are for the reader. */
  records: boolean;
  mayReassign: boolean;
};

/** What somebody holds now, with the ways there, and for admins the way to give it to others. */
export function AgentLoad({ agent, load, records, mayReassign }: Props) {
  const { m, f } = useI18n();
  const words = m.oversight.load;
  const { active_interactions: running, oldest_waiting_since: oldest } = load;
  const held = [
    ...STATUSES.map((status) => ({
      n: load[status],
      text: words[status](load[status]),
      way: heldTickets(agent.id, [status]),
    })),
    { n: running, text: words.interactions(running), way: heldInteractions(agent.id) },
  ].filter(({ n }) => n > 0);
  const tickets = load.open + load.pending + load.escalated;
  return (
    <>
      <div>
        {held.length === 0 && words.none}
        {f.listParts(held.map(({ text }) => text)).map(({ value }, place) => {
          const one = held.find(({ text }) => text === value);
          const key = `${place} ${value}`;
          if (!one || !records) return <Fragment key={key}>{value}</Fragment>;
          return (
            <Link key={key} {...(one.way as LinkProps)} className={classes.number}>
              {value}
            </Link>
          );
        })}
      </div>
      {oldest && (
        <Text size="xs" c="dimmed">
          {m.desk.label(words.oldest)} <Waited since={oldest} />
        </Text>
      )}
      {mayReassign && tickets > 0 && (
        <Link
          {...(heldTickets(agent.id, [...STATUSES]) as LinkProps)}
          state={{ chooseAll: true }}
          className={classes.number}
          data-screen-only
        >
          {m.oversight.reassign}
        </Link>
      )}
    </>
  );
}
