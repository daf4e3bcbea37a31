import type {
  Customer,
  CustomerProfile,
  Escalation,
  Interaction,
  ListTicketsResponse,
  Message,
  Ticket,
  TimelineEntry,
} from '@/api/generated/types.gen';
import { ADA } from './app';
import { answer } from './server';

// Records as the desk answers them. A test names only what it is about.

let made = 0;
const id = () => `01a20472-448e-70dd-8025-${String(++made).padStart(12, '0')}`;
const AT = '2026-11-22T09:00:00.000000Z';

export function aCustomer(with_: Partial<Customer> = {}): Customer {
  return {
    id: id(),
    name: 'Ife Adebayo',
    given_name: 'Ife',
    family_name: 'Adebayo',
    former_names: [],
    email: 'ife@mail.example',
    phone: '+2348031234581',
    other_phones: [],
    birth_date: '1988-04-12',
    gender: 'female',
    preferred_language: 'en',
    deceased: false,
    deceased_at: null,
    identifiers: [],
    created_at: AT,
    updated_at: AT,
    version: 1,
    allowed: ['edit_customer', 'open_ticket'],
    ...with_,
  };
}

export function aTicket(with_: Partial<Ticket> = {}): Ticket {
  return {
    id: id(),
    number: 'TKT-AX2ADA4N',
    customer: { id: '01a20472-448e-70dd-8025-403e8dcd2019', name: 'Ife Adebayo' },
    assignee: null,
    opened_by: { id: ADA.id, name: ADA.name },
    interaction: null,
    category: 'billing',
    priority: 'high',
    status: 'open',
    subject: 'Charged twice in March',
    description: 'The card was charged twice for the appointment on 3 March.',
    waiting_since: AT,
    first_response_at: null,
    resolved_at: null,
    resolved_by: null,
    reopened_count: 0,
    duplicate_of: null,
    open_escalation: null,
    created_at: AT,
    updated_at: AT,
    version: 1,
    allowed: ['edit_ticket', 'set_status', 'claim', 'assign', 'reply', 'record_customer_message', 'read_notes', 'note'],
    ...with_,
  };
}

export function aMessage(with_: Partial<Message> = {}): Message {
  return {
    id: id(),
    kind: 'reply',
    author: 'staff',
    writer: { id: ADA.id, name: ADA.name },
    via: null,
    body: 'We have asked the bank.',
    created_at: AT,
    edited_at: null,
    fetched_at: null,
    redacted: false,
    version: 1,
    allowed: [],
    ...with_,
  };
}

export function anEscalation(with_: Partial<Escalation> = {}): Escalation {
  return {
    id: id(),
    source: { type: 'ticket', id: id(), number: 'TKT-AX2ADA4N', subject: 'Charged twice in March' },
    customer: { id: '01a20472-448e-70dd-8025-403e8dcd2019', name: 'Ife Adebayo' },
    target: { role: 'doctor', staff: null },
    priority: 'urgent',
    reason: 'Is the chest pain urgent?',
    status: 'pending',
    outcome: null,
    withdrawn_reason: null,
    escalated_by: { id: ADA.id, name: ADA.name },
    accepted_by: null,
    accepted_at: null,
    resolved_by: null,
    resolved_at: null,
    closed_by: null,
    closed_at: null,
    awaiting: 'target',
    waiting_since: AT,
    last_message_at: null,
    created_at: AT,
    updated_at: AT,
    version: 1,
    allowed: ['discuss', 'withdraw'],
    ...with_,
  };
}

export function anInteraction(with_: Partial<Interaction> = {}): Interaction {
  return {
    id: id(),
    customer: { id: '01a20472-448e-70dd-8025-403e8dcd2019', name: 'Ife Adebayo' },
    agent: { id: ADA.id, name: ADA.name },
    channel: 'call',
    direction: 'inbound',
    summary: null,
    transcript: null,
    status: 'active',
    started_at: AT,
    ended_at: null,
    no_answer: false,
    duration_seconds: null,
    ticket: null,
    open_escalation: null,
    logged_by: { id: ADA.id, name: ADA.name },
    created_at: AT,
    updated_at: AT,
    version: 1,
    allowed: ['edit_interaction', 'set_interaction_status', 'end', 'assign_interaction', 'read_notes', 'note'],
    ...with_,
  };
}

export function pageOf<Row>(data: Row[]) {
  return { data, page: { next_cursor: null, has_more: false, total: data.length } };
}

/** A page of many rows, by the limit and the cursor it was asked for with. */
export function pageAt<Row>(all: Row[], { searchParams }: URL) {
  const from = Number(searchParams.get('cursor') ?? 0);
  const until = from + Number(searchParams.get('limit'));
  const more = until < all.length;
  const page = { next_cursor: more ? String(until) : null, has_more: more, total: all.length };
  return { data: all.slice(from, until), page };
}

export function aProfile(customer: Customer, with_: Partial<CustomerProfile> = {}): CustomerProfile {
  return {
    customer,
    counts: {
      tickets: { open: 0, pending: 0, escalated: 0, resolved: 0 },
      interactions: { active: 0, pending: 0, resolved: 0 },
      escalations: { open: 0, answered: 0, closed: 0 },
    },
    open_tickets: [],
    latest_interactions: [],
    latest_escalations: [],
    last_contact_at: null,
    handled_by: [],
    ...with_,
  };
}

/** Everything the page of a customer asks for. */
export function customerPage(read: () => Customer) {
  answer('get', '/customers/:id', read);
  answer('get', '/customers/:id/profile', () => aProfile(read()));
  answer('get', '/customers/:id/timeline', () => pageOf([]));
  answer('get', '/staff', () => pageOf([{ id: ADA.id, name: ADA.name, role: ADA.role }]));
}

export function aDeed(with_: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    id: id(),
    at: AT,
    subject: { kind: 'ticket', id: id(), number: 'TKT-AX2ADA4N' },
    action: 'reply',
    actor: { kind: 'staff', principal: { id: ADA.id, name: ADA.name } },
    changes: {},
    ...with_,
  };
}

/** Everything the page of `ticket` asks for. */
export function ticketPage(ticket: Ticket) {
  answer('get', '/tickets/:id', () => ticket);
  answer('get', '/tickets/:id/messages', () => pageOf([]));
  answer('get', '/tickets/:id/timeline', () => pageOf([]));
  answer('get', '/tickets/:id/escalations', () => pageOf([]));
  answer('get', '/customers/:id', () => aCustomer({ id: ticket.customer.id }));
  answer('get', '/staff', () => pageOf([{ id: ADA.id, name: ADA.name, role: ADA.role }]));
}

/** The queue, and every address it was asked for with. */
export function queueOf(tickets: Ticket[]): URL[] {
  const asked: URL[] = [];
  answer<ListTicketsResponse>('get', '/tickets', ({ url }) => {
    // What else is open for a customer stands beside a record, and is no list.
    if (url.searchParams.get('limit') === '100') return pageOf([]);
    asked.push(url);
    const status = url.searchParams.get('status')?.split(',');
    return pageOf(tickets.filter((ticket) => !status || status.includes(ticket.status)));
  });
  answer('get', '/staff', () => pageOf([{ id: ADA.id, name: ADA.name, role: ADA.role }]));
  return asked;
}
