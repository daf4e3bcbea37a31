import type {
  AgentPerformance,
  AgentReport,
  FrequentIssues,
  Metric,
  MetricKind,
  MetricResponse,
  OversightSummary,
  ReportPeriod,
} from '@/api/generated/types.gen';
import { ADA } from './app';

// Reports as the desk answers them. A test names only what it is about.

export const PERIOD: ReportPeriod = {
  from: '2026-10-01',
  to: '2026-10-31',
  before_from: '2026-08-31',
  before_to: '2026-09-30',
  since: '2026-09-30T23:00:00Z',
  until: '2026-10-31T23:00:00Z',
  time_zone: 'Africa/Lagos',
  at: '2026-11-22T09:00:00Z',
};

const NOTHING = { value: null, numerator: 0, denominator: 0, n: 0, median: null, p90: null, excluded: [] };

function figure(metric: Metric, kind: MetricKind, with_: Partial<MetricResponse>): MetricResponse {
  return { ...NOTHING, metric, kind, before: null, ...with_ };
}

export function count(metric: Metric, value: number, before?: number): MetricResponse {
  const of = (n: number) => ({ ...NOTHING, value: n, numerator: n, denominator: null, n });
  return figure(metric, 'count', { ...of(value), before: before === undefined ? null : of(before) });
}

export function share(metric: Metric, numerator: number, denominator: number): MetricResponse {
  const value = denominator === 0 ? null : numerator / denominator;
  return figure(metric, 'rate', { value, numerator, denominator, n: denominator });
}

export function time(metric: Metric, median: number | null, with_: Partial<MetricResponse> = {}): MetricResponse {
  const counted = median === null ? {} : { value: median * 2, numerator: median * 8, denominator: 4, n: 4 };
  return figure(metric, 'duration', { ...counted, median, p90: median === null ? null : median * 3, ...with_ });
}

export const LOAD = { open: 0, pending: 0, escalated: 0, active_interactions: 0, oldest_waiting_since: null };

export function aSummary(figures: MetricResponse[]): OversightSummary {
  return {
    period: PERIOD,
    figures,
    backlog: {
      tickets: 7,
      before: 9,
      by_age: [
        { age: 'under_1_day', days_from: 0, days_to: 1, tickets: 3 },
        { age: 'from_30_days', days_from: 30, days_to: null, tickets: 4 },
      ],
      urgent: 1,
      high: 2,
      medium: 4,
      low: 0,
    },
    queue: { ...LOAD, open: 5 },
    trend: [
      {
        from: '2026-10-01',
        to: '2026-10-01',
        backlog: 8,
        figures: [count('tickets_opened', 11), count('tickets_resolved', 6), time('first_response_time', null)],
      },
    ],
  };
}

export function aPerformance(team: MetricResponse[], agents: AgentPerformance['agents']): AgentPerformance {
  return { period: PERIOD, team, agents, trend: [] };
}

export function anAgentReport(with_: Partial<AgentReport> = {}): AgentReport {
  return {
    period: PERIOD,
    agent: { id: ADA.id, name: ADA.name, role: 'agent', active: true },
    figures: [],
    load: LOAD,
    trend: [],
    customers: [],
    ...with_,
  };
}

export function someIssues(with_: Partial<FrequentIssues> = {}): FrequentIssues {
  return { period: PERIOD, categories: [], terms: [], agents: [], customers: [], ...with_ };
}
