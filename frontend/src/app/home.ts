import type { Me, Role } from '@/api/generated/types.gen';

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
} as const satisfies Record<string, readonly Role[]>;

export type Area = keyof typeof MAY_SEE;

export function maySee(me: Me, area: Area): boolean {
  return MAY_SEE[area].some((role) => role === me.role);
}

/** The first page of a role. */
export function homeOf(me: Me) {
  if (maySee(me, 'inbox')) return '/doctor/escalations';
  return maySee(me, 'dashboard') ? '/customer-care/dashboard' : '/customer-care/preferences';
}
