import type { LinkProps } from '@tanstack/react-router';
import type {
  Exclusion,
  ListEscalationsData,
  ListInteractionsData,
  Metric,
  MetricExclusion,
  MetricResponse,
  TicketStatus,
} from '@/api/generated/types.gen';
import type { BehindSearch, Counted, Scope } from './reports';

export type Way = Pick<LinkProps, 'to' | 'search'>;

/** A list whose rows a number counts: tickets, or which of the escalations raised and of the interactions ended in the period. */
type Rows =
  | Counted
  | { escalations: NonNullable<ListEscalationsData['query']> }
  | { interactions: NonNullable<ListInteractionsData['query']> };

type Parts = {
  /** What the number counts, a share is made of, a duration is of. */
  counted: Rows;
  /** What a share is of. */
  of?: Rows;
  excluded?: Partial<Record<Exclusion, Rows>>;
};

const escalations = (escalations: NonNullable<ListEscalationsData['query']>) => ({ escalations });
const interactions = (interactions: NonNullable<ListInteractionsData['query']>) => ({ interactions });

const ANSWERED = escalations({ ended: ['answered'] });
const WITHDRAWN = escalations({ ended: ['withdrawn'] });
const WAITING = escalations({ status: ['pending', 'in_progress'] });
const NOT_JUDGED = { too_recent: 'too_recent', duplicates: 'resolved_as_duplicates' } as const;

/** Which lists are exactly what a figure counts. */
const PARTS: Record<Metric, Parts> = {
  tickets_opened: { counted: 'opened' },
  tickets_resolved: { counted: 'resolved', excluded: { duplicates: 'resolved_as_duplicates' } },
  interactions_handled: { counted: interactions({}) },
  call_handle_time: { counted: interactions({ channel: ['call'] }) },
  chat_handle_time: { counted: interactions({ channel: ['chat'] }) },
  email_handle_time: {
    counted: interactions({ channel: ['email'], end_given: true }),
    excluded: { without_end: interactions({ channel: ['email'], end_given: false }) },
  },
  first_response_time: {
    counted: 'responded',
    excluded: { answered_at_opening: 'answered_at_opening', unanswered: 'unanswered' },
  },
  resolution_time: {
    counted: 'resolved_still',
    excluded: { duplicates: 'resolved_as_duplicates', reopened: 'reopened_since' },
  },
  first_resolution_time: { counted: 'first_resolved', excluded: { duplicates: 'first_resolved_as_duplicates' } },
  reopen_rate: { counted: 'reopened', of: 'past_reopen_window', excluded: NOT_JUDGED },
  first_contact_resolution: { counted: 'first_contact', of: 'past_reopen_window', excluded: NOT_JUDGED },
  escalation_rate: { counted: 'escalated', of: 'opened' },
  repeat_contact_rate: { counted: 'repeats', of: 'without_duplicates', excluded: { duplicates: 'duplicates' } },
  escalations_raised: { counted: escalations({}) },
  escalations_answered: { counted: ANSWERED },
  escalations_withdrawn: { counted: WITHDRAWN },
  escalations_open: { counted: WAITING },
  answered_by_target: {
    counted: escalations({ answered_by_target: true }),
    of: ANSWERED,
    excluded: { open: WAITING, withdrawn: WITHDRAWN },
  },
  time_to_accept: {
    counted: escalations({ accepted: true }),
    excluded: {
      open: escalations({ ...WAITING.escalations, accepted: false }),
      withdrawn: escalations({ ...WITHDRAWN.escalations, accepted: false }),
    },
  },
  time_to_answer: { counted: ANSWERED, excluded: { open: WAITING, withdrawn: WITHDRAWN } },
};

/** The way to the rows that a number counts; none where it counts none, or the reader may not see them. */
function rowsBehind(rows: Rows | undefined, n: number, scope: Scope): Way | undefined {
  if (rows === undefined) return undefined;
  if (typeof rows === 'string') return behind(rows, n, scope);
  const { period, reach, agentId, category } = scope;
  // Their lists know no category.
  if (!period || !reach.records || category || n === 0) return undefined;
  const by = agentId === undefined ? undefined : [agentId];
  const { since, until } = period;
  if ('escalations' in rows) {
    const search = { ...rows.escalations, escalated_by: by, 'created_at[gte]': since, 'created_at[lt]': until };
    return { to: '/customer-care/escalations', search };
  }
  const search = { ...rows.interactions, agent: by, 'ended_at[gte]': since, 'ended_at[lt]': until };
  return { to: '/customer-care/interactions', search };
}

/** The way to the tickets that a number counts; none where it counts none. */
export function behind(counted: Counted, n: number, scope: Scope): Way | undefined {
  const { period, reach, agentId, category, priority, age, stem } = scope;
  if (!period || n === 0) return undefined;
  const { from, to } = period;
  const search: BehindSearch = { counted, from, to, agent_id: agentId, category, priority, age, stem };
  return { to: reach.behind, search: search as Way['search'] };
}

/** The way to the tickets that a customer opened in the period, for those who may see them. */
export function openedBy(customerId: string, { period, reach }: Scope): Way | undefined {
  if (!period || !reach.records) return undefined;
  const { since, until } = period;
  const search = { customer_id: customerId, 'created_at[gte]': since, 'created_at[lt]': until };
  return { to: '/customer-care/tickets', search };
}

/** The way to the tickets that somebody, or `none`, holds now. */
export function heldTickets(assignee: string, status: TicketStatus[]): Way {
  return { to: '/customer-care/tickets', search: { assignee: [assignee], status } };
}

/** The way to the interactions that somebody, or `none`, has under way. */
export function heldInteractions(agent: string): Way {
  return { to: '/customer-care/interactions', search: { agent: [agent], status: ['active', 'pending'] } };
}

/** The same scope in the period before. */
export function scopeBefore(scope: Scope): Scope {
  const { period } = scope;
  return { ...scope, period: period && { ...period, from: period.before_from, to: period.before_to } };
}

/** The way to what a figure counts: a number itself, the numerator of a share, all that a duration is of. */
export function behindFigure({ metric, kind, numerator, n }: MetricResponse, scope: Scope): Way | undefined {
  return rowsBehind(PARTS[metric].counted, kind === 'duration' ? n : numerator, scope);
}

/** The way to what a share is of. */
export function behindDenominator({ metric, n }: MetricResponse, scope: Scope): Way | undefined {
  return rowsBehind(PARTS[metric].of, n, scope);
}

/** The way to what a figure leaves out. */
export function behindExcluded(metric: Metric, { reason, count }: MetricExclusion, scope: Scope): Way | undefined {
  return rowsBehind(PARTS[metric].excluded?.[reason], count, scope);
}
