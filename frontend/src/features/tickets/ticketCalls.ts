import {
  assignTicket,
  claimNextTicket,
  claimTicket,
  getTicket,
  setTicketStatus,
  updateTicket,
} from '@/api/generated/sdk.gen';
import type { SetTicketStatus, Ticket, UpdateTicket } from '@/api/generated/types.gen';
import { saveOver, tagOf } from '@/api/merge';

// The calls that change one ticket, answered with the ticket as it is after them.

export async function sendStatus(id: string, body: SetTicketStatus): Promise<Ticket> {
  return (await setTicketStatus({ path: { id }, body, throwOnError: true })).data;
}

export async function sendClaim(id: string): Promise<Ticket> {
  return (await claimTicket({ path: { id }, throwOnError: true })).data;
}

export async function sendClaimNext(): Promise<Ticket> {
  return (await claimNextTicket({ throwOnError: true })).data;
}

/** With `version`, only if nobody has changed the ticket since. */
export async function sendAssignee(id: string, assigneeId: string | null, version?: number): Promise<Ticket> {
  const headers = version === undefined ? undefined : { 'If-Match': tagOf(version) };
  return (await assignTicket({ path: { id }, body: { assignee_id: assigneeId }, headers, throwOnError: true })).data;
}

/** Sends what differs from `base`; where others changed something else meanwhile, both stand. */
export function sendPatch(base: Ticket, patch: UpdateTicket): Promise<Ticket> {
  const path = { id: base.id };
  return saveOver({
    base,
    patch,
    send: async (body, ifMatch) =>
      (await updateTicket({ path, body, headers: { 'If-Match': ifMatch }, throwOnError: true })).data,
    latest: async () => (await getTicket({ path, throwOnError: true })).data,
  });
}
