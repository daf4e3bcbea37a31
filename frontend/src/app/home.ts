import type { Me, Role } from '@/api/generated/types.gen';
import type { Reach } from '@/features/oversight/reach';

// Where each role may go. The pages themselves hold no rule beyond this and each record's `allowed`.

export const MAY_SEE = {
  dashboard: ['agent', 'doctor', 'admin'],
  tickets: ['agent', 'doctor', 'admin'],
  customers: ['agent', 'doctor', 'admin'],
  interactions: ['agent', 'doctor', 'admin'],
  newInteraction: ['agent', 'admin'],
  escalations: ['agent', 'doctor', 'admin'],
  inbox: ['doctor'],
  newTicket: ['agent', 'admin'],
  staff: ['admin'],
  newCustomer: ['agent', 'admin'],
  deleted: ['admin'],
  oversight: ['admin', 'auditor'],
  records: ['admin'],
  ownFigures: ['agent'],
} as const satisfies Record<string, readonly Role[]>;

export type Area = keyof typeof MAY_SEE;

export function maySee(me: Me, area: Area): boolean {
  return MAY_SEE[area].some((role) => role === me.role);
}

/** The first page of a role. */
export function homeOf(me: Me) {
  if (maySee(me, 'inbox')) return '/doctor/escalations';
  return maySee(me, 'dashboard') ? '/customer-care/dashboard' : '/admin/customer-care-oversight';
}

/** How far somebody may go from a report. */
export function reachOf(me: Me): Reach {
  return {
    behind: maySee(me, 'oversight') ? '/admin/customer-care-oversight/behind' : '/customer-care/my-figures/behind',
    records: maySee(me, 'tickets'),
  };
}
