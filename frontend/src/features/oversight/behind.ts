import type { LinkProps } from '@tanstack/react-router';
import type { Exclusion, Metric } from '@/api/generated/types.gen';
import type { BehindSearch, Counted, Scope } from './reports';

export type Way = Pick<LinkProps, 'to' | 'search'>;

type Parts = {
  /** What the number counts, or the numerator of a share. */
  counted?: Counted;
  /** What a share is of. */
  of?: Counted;
  excluded?: Partial<Record<Exclusion, Counted>>;
};

/** Which list of tickets is exactly what a figure counts. */
const PARTS: Partial<Record<Metric, Parts>> = {
  tickets_opened: { counted: 'opened' },
  tickets_resolved: { counted: 'resolved', excluded: { duplicates: 'resolved_as_duplicates' } },
  first_response_time: {
    counted: 'responded',
    excluded: { answered_at_opening: 'answered_at_opening', unanswered: 'unanswered' },
  },
  reopen_rate: { counted: 'reopened', of: 'judged' },
  first_contact_resolution: { counted: 'first_contact', of: 'judged' },
  escalation_rate: { counted: 'escalated', of: 'opened' },
  repeat_contact_rate: { counted: 'repeats', excluded: { duplicates: 'duplicates' } },
};

const OPEN_STATES = { escalations_raised: undefined, escalations_open: ['pending', 'in_progress'] } as const;

export function partsOf(metric: Metric): Parts {
  return PARTS[metric] ?? {};
}

/** The way to the tickets that a number counts; none where it counts none. */
export function behind(counted: Counted | undefined, n: number, scope: Scope): Way | undefined {
  const { period, reach, agentId, category, stem } = scope;
  if (!counted || !period || n === 0) return undefined;
  const { from, to } = period;
  const search: BehindSearch = { counted, from, to, agent_id: agentId, category, stem };
  return { to: reach.behind, search: search as Way['search'] };
}

/** The way to the escalations that a number counts, for those who may see them. Their list knows no category. */
export function escalationsBehind(metric: Metric, n: number, scope: Scope): Way | undefined {
  const { period, reach, agentId, category } = scope;
  const listed = metric === 'escalations_raised' || metric === 'escalations_open';
  if (!listed || !period || !reach.records || category || n === 0) return undefined;
  const status = OPEN_STATES[metric];
  return {
    to: '/customer-care/escalations',
    search: {
      status: status && [...status],
      escalated_by: agentId === undefined ? undefined : [agentId],
      'created_at[gte]': period.since,
      'created_at[lt]': period.until,
    },
  };
}
