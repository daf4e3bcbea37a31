import type { AgentMetrics, Metric, MetricResponse, ReportAgent, WorkloadResponse } from '@/api/generated/types.gen';
import type { Messages } from '@/i18n/messages';
import { chiefValue, figureOf } from './figures';
import { type PeriodSearch, periodSearch } from './reports';
import { figureSheet, type SheetColumn } from './sheet';

/** The columns of figures; `from` as in a table. */
export const COLUMNS = [
  { metric: 'tickets_opened' },
  { metric: 'tickets_resolved' },
  { metric: 'interactions_handled', from: 'lg' },
  { metric: 'first_response_time' },
  { metric: 'resolution_time' },
  { metric: 'reopen_rate' },
  { metric: 'first_contact_resolution', from: 'lg' },
  { metric: 'escalation_rate', from: 'md' },
] as const satisfies readonly { metric: Metric; from?: 'md' | 'lg' }[];

export const SORTED = ['name', 'load', ...COLUMNS.map(({ metric }) => metric)] as const;
export type Sorted = (typeof SORTED)[number];
export type Sort = { by: Sorted; down: boolean };

export type PerformanceSearch = PeriodSearch & { sort?: string };

/** An order is the name of a column, with a minus before it from the most. */
export function performanceSearch(raw: Record<string, unknown>): PerformanceSearch {
  const { sort } = raw;
  return typeof sort === 'string' && sortOf(sort) ? { ...periodSearch(raw), sort } : periodSearch(raw);
}

export function sortOf(sort: string): Sort | undefined {
  const down = sort.startsWith('-');
  const by = SORTED.find((name) => name === sort.slice(down ? 1 : 0));
  return by && { by, down };
}

/** Names from A, numbers from the most; the same column again turns it round. */
export function sortedBy(by: Sorted, now: Sort): string {
  const down = by === now.by ? !now.down : by !== 'name';
  return down ? `-${by}` : by;
}

export type Line = { id: string; agent?: ReportAgent; figures: MetricResponse[]; load?: WorkloadResponse };

const heldOf = ({ open, pending, escalated }: WorkloadResponse) => open + pending + escalated;

/** The team stays on top, and who has no number at the end, whichever way it goes. */
export function linesOf(team: MetricResponse[], agents: AgentMetrics[], { by, down }: Sort): Line[] {
  const lines = agents.map(({ agent, figures, load }) => ({ id: agent.id, agent, figures, load }));
  const turn = down ? -1 : 1;
  const value = ({ figures, load }: (typeof lines)[number]) => {
    if (by === 'load') return heldOf(load);
    const figure = by === 'name' ? undefined : figureOf(figures, by);
    return figure ? chiefValue(figure.kind, figure) : null;
  };
  const order = (one: (typeof lines)[number], other: (typeof lines)[number]) => {
    const names = one.agent.name.localeCompare(other.agent.name);
    if (by === 'name') return names * turn;
    const [a, b] = [value(one), value(other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null) || names;
    return (a - b) * turn || names;
  };
  return [{ id: 'team', figures: team }, ...lines.sort(order)];
}

const LOAD = ['open', 'pending', 'escalated', 'active_interactions', 'oldest_waiting_since'] as const;

/** What a file has of each line: the columns of the table, and of what somebody holds each number by itself. */
export function performanceSheet(m: Messages, lines: Line[]): SheetColumn<Line>[] {
  const words = m.oversight;
  const { load } = words;
  return [
    { label: words.agent, value: ({ agent }) => agent?.name ?? words.team },
    ...LOAD.map((id) => ({ label: `${load.title}: ${load.columns[id]}`, value: (line: Line) => line.load?.[id] })),
    ...COLUMNS.flatMap(({ metric }) =>
      figureSheet<Line>(m, metric, words.metrics[metric], lines, ({ figures }) => figures),
    ),
  ];
}
