import type { Me, Ticket } from '@/api/generated/types.gen';
import { zListTicketsQuery } from '@/api/generated/zod.gen';
import { parseSearch, searchBy } from '@/api/search';
import type { Messages } from '@/i18n/messages';
import type { DateRange } from '@/ui/dateRange';
import type { Filter } from '@/ui/FilterBar';

/** What the address of the queue holds, by the rules of the API. */
export const ticketSearch = searchBy(zListTicketsQuery, [
  'status',
  'priority',
  'category',
  'assignee',
  'created_at[gte]',
  'created_at[lt]',
  'updated_at[gte]',
  'updated_at[lt]',
  'resolved_by',
  'resolved_at[gte]',
  'resolved_at[lt]',
  'unfetched_by',
  'deleted',
  'customer_id',
  'sort',
  'cursor',
]);
export type TicketSearch = ReturnType<typeof ticketSearch>;

export const SORTS = ['queue', 'waiting_since', '-priority', '-updated_at', '-created_at', 'created_at'] as const;

/** The order of a list: the one asked for, else that of work where all of it waits to be done, else the latest change first. */
export function sortOf({ sort, status }: TicketSearch): NonNullable<TicketSearch['sort']> {
  const isOfWork = status !== undefined && !status.includes('resolved');
  return sort ?? (isOfWork ? 'queue' : '-updated_at');
}

/** What the desk is asked for a page of the list: the list, the pane beside a ticket and the way to the next one ask alike. */
export function listQuery(search: TicketSearch) {
  return { ...search, sort: sortOf(search), limit: 25 };
}

const FILTERED = ['status', 'priority', 'category', 'assignee', 'resolved_by', 'unfetched_by'] as const;
type Filtered = (typeof FILTERED)[number];

const RANGED = ['created_at', 'updated_at', 'resolved_at'] as const;
type Ranged = (typeof RANGED)[number];

/** Another filter begins at the first page; the others and the order stay. */
function withFilter(search: TicketSearch, field: Filtered, chosen: string[]): TicketSearch {
  const { cursor: _, ...rest } = search;
  return ticketSearch({ ...rest, [field]: chosen.length > 0 ? chosen : undefined });
}

function withRange(search: TicketSearch, field: Ranged, { from, until }: DateRange): TicketSearch {
  const { cursor: _, ...rest } = search;
  return ticketSearch({ ...rest, [`${field}[gte]`]: from, [`${field}[lt]`]: until });
}

export function withoutFilters({ sort }: TicketSearch): TicketSearch {
  return sort ? { sort } : {};
}

/** The list a ticket was opened from; without one, what its reader has in hand. It stays the same whatever happens to the ticket. */
export function queueSearch({ allowed }: Ticket, queue?: string): TicketSearch {
  const worksTickets = allowed.includes('assign') || allowed.includes('restore_ticket');
  const inHand = worksTickets ? '?status=open,pending&assignee=me' : '?status=open,pending,escalated';
  return ticketSearch(parseSearch(queue ?? inHand));
}

type Colleague = { id: string; name: string };
type Change = (next: TicketSearch) => void;

export function filtersOf(m: Messages, me: Me, staff: Colleague[], search: TicketSearch, change: Change): Filter[] {
  const choices = (names: Record<string, string>) => Object.entries(names).map(([value, label]) => ({ value, label }));
  const filter = (id: Filtered, label: string, from: { value: string; label: string }[]): Filter => ({
    kind: 'choice',
    id,
    label,
    choices: from,
    chosen: search[id] ?? [],
    onChange: (chosen) => change(withFilter(search, id, chosen)),
  });
  const range = (id: Ranged, label: string): Filter => ({
    kind: 'range',
    id,
    label,
    range: { from: search[`${id}[gte]`], until: search[`${id}[lt]`] },
    onChange: (chosen) => change(withRange(search, id, chosen)),
  });
  const others = staff.filter(({ id }) => id !== me.id).map(({ id, name }) => ({ value: id, label: name }));
  return [
    filter('status', m.tickets.status, choices(m.tickets.statuses)),
    filter('priority', m.tickets.priority, choices(m.tickets.priorities)),
    filter('category', m.tickets.category, choices(m.tickets.categories)),
    filter('assignee', m.tickets.assignee, [
      { value: 'me', label: m.tickets.me },
      { value: 'none', label: m.tickets.nobody },
      ...others,
    ]),
    filter('resolved_by', m.tickets.resolvedBy, [{ value: 'me', label: m.tickets.me }, ...others]),
    filter('unfetched_by', m.tickets.unfetchedBy, [
      { value: 'me', label: m.tickets.me },
      { value: 'anyone', label: m.tickets.anyone },
      ...others,
    ]),
    range('created_at', m.tickets.created),
    range('updated_at', m.tickets.updated),
    range('resolved_at', m.tickets.resolvedAt),
  ];
}
