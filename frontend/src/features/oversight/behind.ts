import type { LinkProps } from '@tanstack/react-router';
import type {
  Exclusion,
  FigureAnswer,
  ListEscalationsData,
  ListInteractionsData,
  Metric,
  TicketStatus,
} from '@/api/generated/types.gen';
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
  resolution_time: { counted: 'resolved_still', excluded: { duplicates: 'resolved_as_duplicates' } },
  first_resolution_time: { counted: 'first_resolved' },
  reopen_rate: { counted: 'reopened', of: 'judged' },
  first_contact_resolution: { counted: 'first_contact', of: 'judged' },
  escalation_rate: { counted: 'escalated', of: 'opened' },
  repeat_contact_rate: { counted: 'repeats', excluded: { duplicates: 'duplicates' } },
};

/** Which of the escalations raised in the period a figure counts. */
const ESCALATIONS: Partial<Record<Metric, ListEscalationsData['query']>> = {
  escalations_raised: {},
  escalations_open: { status: ['pending', 'in_progress'] },
  escalations_answered: { ended: ['answered'] },
  escalations_withdrawn: { ended: ['withdrawn'] },
  time_to_answer: { ended: ['answered'] },
};

/** Which of the interactions that ended in the period a figure counts. */
const INTERACTIONS: Partial<Record<Metric, ListInteractionsData['query']>> = {
  interactions_handled: {},
  call_handle_time: { channel: ['call'] },
  chat_handle_time: { channel: ['chat'] },
};

export function partsOf(metric: Metric): Parts {
  return PARTS[metric] ?? {};
}

/** The way to the tickets that a number counts; none where it counts none. */
export function behind(counted: Counted | undefined, n: number, scope: Scope): Way | undefined {
  const { period, reach, agentId, category, priority, age, stem } = scope;
  if (!counted || !period || n === 0) return undefined;
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
export function behindFigure({ metric, kind, numerator, n }: FigureAnswer, scope: Scope): Way | undefined {
  const counts = kind === 'duration' ? n : numerator;
  return behind(partsOf(metric).counted, counts, scope) ?? recordsBehind(metric, counts, scope);
}

/** The way to escalations and interactions, for those who may see them. Their lists know no category. */
function recordsBehind(metric: Metric, n: number, { period, reach, agentId, category }: Scope): Way | undefined {
  if (!period || !reach.records || category || n === 0) return undefined;
  const by = agentId === undefined ? undefined : [agentId];
  const { since, until } = period;
  const escalations = ESCALATIONS[metric];
  if (escalations) {
    const search = { ...escalations, escalated_by: by, 'created_at[gte]': since, 'created_at[lt]': until };
    return { to: '/customer-care/escalations', search };
  }
  const interactions = INTERACTIONS[metric];
  if (interactions) {
    const search = { ...interactions, agent: by, 'ended_at[gte]': since, 'ended_at[lt]': until };
    return { to: '/customer-care/interactions', search };
  }
  return undefined;
}
