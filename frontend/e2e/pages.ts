import type { fullCase } from './people';

type Case = Pick<
  Awaited<ReturnType<typeof fullCase>>,
  'customer' | 'ticket' | 'escalation' | 'interaction' | 'colleague'
>;

const OVERSIGHT = '/admin/customer-care-oversight';

/** Every page of the desk by a name and its address; a new page is a line here. */
export function pagesOf({ customer, ticket, escalation, interaction, colleague }: Case): Record<string, string> {
  return {
    dashboard: '/customer-care/dashboard',
    tickets: '/customer-care/tickets',
    'tickets-filtered': '/customer-care/tickets?status=open,pending&priority=high,urgent&assignee=none',
    'tickets-nothing': '/customer-care/tickets?status=escalated&category=medical',
    ticket: `/customer-care/tickets/${ticket.number}`,
    'ticket-missing': '/customer-care/tickets/TKT-000000',
    'ticket-create-pick': '/customer-care/tickets/create',
    'ticket-create': `/customer-care/tickets/create?customer_id=${customer.id}`,
    customers: '/customer-care/customers',
    customer: `/customer-care/customers/${customer.id}`,
    'customer-notes': `/customer-care/customers/${customer.id}?kind=note`,
    'tickets-deleted': '/customer-care/tickets?deleted=true',
    'tickets-of-customer': `/customer-care/tickets?customer_id=${customer.id}`,
    'customers-deleted': '/customer-care/customers?deleted=true',
    'customer-edit': `/customer-care/customers/${customer.id}/edit`,
    'customer-create': '/customer-care/customers/create',
    escalations: '/customer-care/escalations',
    'escalation-create': '/customer-care/escalations/create',
    escalation: `/customer-care/escalations/${escalation.id}`,
    interactions: '/customer-care/interactions',
    'interaction-log': '/customer-care/interactions/create',
    'interaction-log-found': `/customer-care/interactions/create?customer_id=${customer.id}`,
    interaction: `/customer-care/interactions/${interaction.id}`,
    'interaction-escalate': `/customer-care/interactions/${interaction.id}/escalate`,
    inbox: '/doctor/escalations',
    overview: OVERSIGHT,
    'agent-performance': `${OVERSIGHT}/agent-performance`,
    'agent-figures': `${OVERSIGHT}/agents/${colleague.id}`,
    'frequent-issues': `${OVERSIGHT}/frequent-issues`,
    'tickets-behind': `${OVERSIGHT}/behind?counted=opened`,
    'behind-nothing': `${OVERSIGHT}/behind`,
    'customer-history': `${OVERSIGHT}/customers/${customer.id}/history`,
    'my-figures': '/customer-care/my-figures',
    staff: '/admin/staff',
    colleague: `/admin/staff/${colleague.id}`,
    'service-accounts': '/admin/service-accounts',
    password: '/customer-care/password#token=none',
    preferences: '/customer-care/preferences',
    'not-found': '/customer-care/nowhere',
  };
}
