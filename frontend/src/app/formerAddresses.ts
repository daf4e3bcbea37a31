import type { Compose } from './router';

type Way = { to: string; compose?: Compose };

const DESK = '/customer-care';
const OVERSIGHT = '/admin/customer-care-oversight';
const TICKET = `${DESK}/tickets/:id`;
const INTERACTION = `${DESK}/interactions/:id`;
const ESCALATION = `${DESK}/escalations/:id`;
const CUSTOMER = `${DESK}/customers/:id`;

/** Addresses of the module that this desk replaces: where they lead now, and what is open there. */
const FORMER: Record<string, [to: string, compose?: Compose]> = {
  '/login': ['/'],
  '/logout': ['/'],
  '/home': ['/'],
  '/dashboard': ['/'],
  '/admin': ['/'],
  '/admin/login': ['/'],
  '/admin/logout': ['/'],
  '/admin/dashboard': ['/'],
  '/admin/customer-care': [OVERSIGHT],
  '/admin/customer-care/dashboard': [OVERSIGHT],
  '/admin/users': ['/admin/staff'],
  '/admin/agents': ['/admin/staff'],
  [`${OVERSIGHT}/dashboard`]: [OVERSIGHT],
  [`${OVERSIGHT}/reports`]: [OVERSIGHT],
  [`${OVERSIGHT}/agents`]: [`${OVERSIGHT}/agent-performance`],
  [`${OVERSIGHT}/agent-performance/:id`]: [`${OVERSIGHT}/agents/:id`],
  [`${OVERSIGHT}/customers`]: [`${DESK}/customers`],
  [`${OVERSIGHT}/customers/:id`]: [`${OVERSIGHT}/customers/:id/history`],
  '/doctor': ['/doctor/escalations'],
  '/doctor/login': ['/'],
  '/doctor/logout': ['/'],
  '/doctor/dashboard': ['/doctor/escalations'],
  [`${DESK}/logout`]: ['/'],
  [`${DESK}/home`]: [`${DESK}/dashboard`],
  [`${DESK}/search`]: [`${DESK}/customers`],
  [`${DESK}/profile`]: [`${DESK}/preferences`],
  [`${DESK}/settings`]: [`${DESK}/preferences`],
  [`${DESK}/reports`]: [`${DESK}/my-figures`],
  [`${DESK}/performance`]: [`${DESK}/my-figures`],
  [`${TICKET}/edit`]: [TICKET, 'edit'],
  [`${TICKET}/escalate`]: [TICKET, 'escalate'],
  [`${TICKET}/escalations/create`]: [TICKET, 'escalate'],
  [`${TICKET}/assign`]: [TICKET, 'transfer'],
  [`${TICKET}/transfer`]: [TICKET, 'transfer'],
  [`${TICKET}/reply`]: [TICKET, 'reply'],
  [`${TICKET}/messages`]: [TICKET, 'reply'],
  [`${TICKET}/notes`]: [TICKET, 'note'],
  [`${TICKET}/notes/create`]: [TICKET, 'note'],
  [`${TICKET}/status`]: [TICKET, 'status'],
  [`${TICKET}/resolve`]: [TICKET, 'status'],
  [`${TICKET}/close`]: [TICKET, 'status'],
  [`${TICKET}/history`]: [TICKET],
  [`${TICKET}/escalations`]: [TICKET],
  [`${INTERACTION}/edit`]: [INTERACTION, 'edit'],
  [`${INTERACTION}/end`]: [INTERACTION, 'end'],
  [`${INTERACTION}/resolve`]: [INTERACTION, 'end'],
  [`${INTERACTION}/escalations/create`]: [`${INTERACTION}/escalate`],
  [`${INTERACTION}/assign`]: [INTERACTION, 'transfer'],
  [`${INTERACTION}/transfer`]: [INTERACTION, 'transfer'],
  [`${INTERACTION}/notes`]: [INTERACTION, 'note'],
  [`${INTERACTION}/notes/create`]: [INTERACTION, 'note'],
  [`${INTERACTION}/history`]: [INTERACTION],
  [`${INTERACTION}/escalations`]: [INTERACTION],
  [`${ESCALATION}/edit`]: [ESCALATION],
  [`${ESCALATION}/accept`]: [ESCALATION],
  [`${ESCALATION}/close`]: [ESCALATION],
  [`${ESCALATION}/resolve`]: [ESCALATION, 'resolve'],
  [`${ESCALATION}/respond`]: [ESCALATION, 'resolve'],
  [`${ESCALATION}/decline`]: [ESCALATION, 'decline'],
  [`${ESCALATION}/reassign`]: [ESCALATION, 'reassign'],
  [`${ESCALATION}/withdraw`]: [ESCALATION, 'withdraw'],
  [`${ESCALATION}/messages`]: [ESCALATION, 'discuss'],
  [`${CUSTOMER}/history`]: [CUSTOMER],
  [`${CUSTOMER}/timeline`]: [CUSTOMER],
  [`${CUSTOMER}/profile`]: [CUSTOMER],
  [`${CUSTOMER}/tickets`]: [`${DESK}/tickets?customer_id=:id`],
  [`${CUSTOMER}/interactions`]: [`${DESK}/interactions?customer_id=:id`],
  [`${CUSTOMER}/escalations`]: [`${DESK}/escalations?customer_id=:id`],
  [`${CUSTOMER}/tickets/create`]: [`${DESK}/tickets/create?customer_id=:id`],
  [`${CUSTOMER}/interactions/create`]: [`${DESK}/interactions/create?customer_id=:id`],
};

/** The same records under the addresses of administrators and doctors. */
const PREFIXES = [`${OVERSIGHT}/`, '/admin/customer-care/', '/doctor/'];

/** Where a former address leads now; nothing for one that never was. */
export function formerAddress(path: string): Way | undefined {
  const plain = path.length > 1 ? path.replace(/\/+$/, '') : path;
  return find(plain) ?? moved(plain);
}

function moved(path: string): Way | undefined {
  const prefix = PREFIXES.find((each) => path.startsWith(each));
  if (!prefix) return undefined;
  const rest = path.slice(prefix.length);
  const [kind] = rest.split('/');
  const known = ['tickets', 'interactions', 'escalations', 'customers'].some((each) => each === kind);
  return known ? (find(`${DESK}/${rest}`) ?? { to: `${DESK}/${rest}` }) : undefined;
}

function find(path: string): Way | undefined {
  const parts = path.split('/');
  for (const [former, [to, compose]] of Object.entries(FORMER)) {
    const pattern = former.split('/');
    const id = parts[pattern.indexOf(':id')] ?? '';
    if (pattern.length === parts.length && pattern.every((part, at) => part === ':id' || part === parts[at])) {
      return { to: to.replace(':id', id), compose };
    }
  }
  return undefined;
}
