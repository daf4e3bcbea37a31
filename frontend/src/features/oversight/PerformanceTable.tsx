import { Text, UnstyledButton } from '@mantine/core';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { AgentPerformance } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { type Column, DataTable } from '@/ui/DataTable';
import { RowLink } from '@/ui/RowLink';
import { AgentLoad } from './AgentLoad';
import { FigureCell } from './FigureCell';
import { figureOf } from './figures';
import classes from './Oversight.module.css';
import { COLUMNS, type Line, linesOf, type Sort, type Sorted, sortedBy } from './performance';
import type { Scope } from './reports';

type Props = { report: AgentPerformance; sort: Sort; onSort: (sort: string) => void; scope: Scope };

/** The team, and below it one line for each colleague. */
export function PerformanceTable({ report: { team, agents }, sort, onSort, scope }: Props) {
  const { m } = useI18n();
  const words = m.oversight;
  const head = (by: Sorted, label: string) => ({
    label,
    sorted: sort.by === by ? (sort.down ? ('descending' as const) : ('ascending' as const)) : undefined,
    head: (
      <UnstyledButton className={classes.sort} onClick={() => onSort(sortedBy(by, sort))}>
        {label}
        {sort.by === by && (sort.down ? <ArrowDown size={13} aria-hidden /> : <ArrowUp size={13} aria-hidden />)}
      </UnstyledButton>
    ),
  });
  const columns: [Column<Line>, ...Column<Line>[]] = [
    { id: 'name', ...head('name', words.agent), render: (line) => <Who line={line} scope={scope} /> },
    {
      id: 'load',
      ...head('load', words.load.title),
      render: ({ agent, load }) =>
        agent &&
        load && <AgentLoad agent={agent} load={load} records={scope.reach.records} mayReassign={scope.reach.records} />,
    },
    ...COLUMNS.map(({ metric, ...rest }) => ({
      id: metric,
      ...head(metric, words.metrics[metric]),
      figure: true,
      from: 'from' in rest ? rest.from : undefined,
      render: ({ agent, figures }: Line) => (
        <FigureCell figure={figureOf(figures, metric)} scope={{ ...scope, agentId: agent?.id }} />
      ),
    })),
  ];
  const nothing = { title: words.nothing, about: words.nothingAbout };
  return (
    <DataTable
      label={words.agents}
      state={{ phase: 'rows', rows: linesOf(team, agents, sort) }}
      rowKey={({ id }) => id}
      columns={columns}
      empty={nothing}
      filteredEmpty={nothing}
    />
  );
}

function Who({ line: { agent }, scope: { period } }: { line: Line; scope: Scope }) {
  const { m } = useI18n();
  const words = m.oversight;
  if (!agent) return <b>{words.team}</b>;
  return (
    <>
      <RowLink
        to="/admin/customer-care-oversight/agents/$agentId"
        params={{ agentId: agent.id }}
        search={{ from: period?.from, to: period?.to }}
      >
        {agent.name}
      </RowLink>
      {(agent.role !== 'agent' || !agent.active) && (
        <Text size="xs" c="dimmed">
          {agent.active ? m.desk.account.roles[agent.role] : words.left}
        </Text>
      )}
    </>
  );
}
