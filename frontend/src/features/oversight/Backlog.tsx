import type { BacklogResponse, WorkloadResponse } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Panel } from '@/ui/Panel';
import { type Stat, StatTiles } from '@/ui/StatTile';
import { Waited } from '@/ui/Waited';
import { behind, heldInteractions, heldTickets } from './behind';
import classes from './Oversight.module.css';
import type { Scope } from './reports';

const PRIORITIES = ['urgent', 'high', 'medium', 'low'] as const;

/** What is unresolved, how old it is, and what of it is nobody's. */
export function Backlog({
  backlog,
  queue,
  scope,
}: {
  backlog: BacklogResponse;
  queue: WorkloadResponse;
  scope: Scope;
}) {
  const { m, f } = useI18n();
  const words = m.oversight;
  const { tickets, before, by_age } = backlog;
  const change = tickets === before ? words.same : words.change(f.signed(tickets - before), f.number(before));
  const total: Stat[] = [
    { id: 'tickets', label: words.backlog.unresolved, value: tickets, to: behind('backlog', tickets, scope) },
  ];
  const ages: Stat[] = by_age.map(({ age, days_from, days_to, tickets: n }) => ({
    id: age,
    label: words.backlog.age(days_from, days_to),
    value: n,
    to: behind('backlog', n, { ...scope, age }),
  }));
  const priorities: Stat[] = PRIORITIES.map((id) => ({
    id,
    label: m.tickets.priorities[id],
    value: backlog[id],
    to: behind('backlog', backlog[id], { ...scope, priority: id }),
  }));
  const { records } = scope.reach;
  const queued = (status: 'open' | 'pending'): Stat => ({
    id: status,
    label: m.tickets.statuses[status],
    value: queue[status],
    to: records ? heldTickets('none', [status]) : undefined,
  });
  const waiting: Stat[] = [
    queued('open'),
    queued('pending'),
    {
      id: 'interactions',
      label: words.queue.interactions,
      value: queue.active_interactions,
      to: records ? heldInteractions('none') : undefined,
    },
  ];
  return (
    <div className={classes.two}>
      <Panel title={words.backlog.title}>
        <StatTiles stats={total} />
        <p className={classes.change}>{change}</p>
        <h3 className={classes.part}>{words.backlog.by_age}</h3>
        <StatTiles stats={ages} />
        <h3 className={classes.part}>{words.backlog.by_priority}</h3>
        <StatTiles stats={priorities} />
      </Panel>
      <Panel title={words.queue.title}>
        <StatTiles stats={waiting} />
        <p className={classes.change}>
          {queue.oldest_waiting_since ? (
            <>
              {m.desk.label(words.queue.oldest)} <Waited since={queue.oldest_waiting_since} />
            </>
          ) : (
            words.queue.nobody
          )}
        </p>
      </Panel>
    </div>
  );
}
