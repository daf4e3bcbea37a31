import type { ListTicketsBehindData, Metric, ReportPeriod } from '@/api/generated/types.gen';
import { zGetOversightSummaryQuery, zListTicketsBehindQuery } from '@/api/generated/zod.gen';
import { searchBy } from '@/api/search';
import { addDays, dayOf } from '@/i18n/zone';
import type { DaySpan } from '@/ui/dateRange';
import type { Reach } from './reach';

export const periodSearch = searchBy(zGetOversightSummaryQuery, ['from', 'to']);
export type PeriodSearch = ReturnType<typeof periodSearch>;

export const behindSearch = searchBy(zListTicketsBehindQuery, [
  'counted',
  'from',
  'to',
  'agent_id',
  'category',
  'priority',
  'age',
  'stem',
  'cursor',
]);
export type BehindSearch = ReturnType<typeof behindSearch>;
export type Counted = NonNullable<NonNullable<ListTicketsBehindData['query']>['counted']>;

/** The days an address means: those it names, else the last 30, as the desk reads it. */
export function spanOfSearch({ from, to }: PeriodSearch, timeZone: string): DaySpan {
  const last = to ?? dayOf(Date.now(), timeZone);
  return { first: from ?? addDays(last, -29), last };
}

/** Of what the figures of a report are. */
export type Scope = {
  reach: Reach;
  /** None: of all time, and there is no list of what is counted. */
  period?: ReportPeriod;
  agentId?: string;
  category?: BehindSearch['category'];
  priority?: BehindSearch['priority'];
  age?: BehindSearch['age'];
  stem?: string;
};

export const METRIC_GROUPS = {
  volume: ['tickets_opened', 'tickets_resolved', 'interactions_handled'],
  speed: ['first_response_time', 'resolution_time', 'first_resolution_time'],
  outcome: ['reopen_rate', 'first_contact_resolution', 'repeat_contact_rate', 'escalation_rate'],
  handling: ['call_handle_time', 'chat_handle_time', 'email_handle_time'],
  escalations: [
    'escalations_raised',
    'escalations_answered',
    'escalations_withdrawn',
    'escalations_open',
    'answered_by_target',
    'time_to_accept',
    'time_to_answer',
  ],
} as const satisfies Record<string, readonly Metric[]>;
