import {
  assignInteraction,
  endInteraction,
  getInteraction,
  moveInteraction,
  redactInteraction,
  setInteractionStatus,
  updateInteraction,
} from '@/api/generated/sdk.gen';
import type { EndInteraction, Interaction, InteractionText, UpdateInteraction } from '@/api/generated/types.gen';
import { saveOver } from '@/api/merge';

// The calls that change one interaction.

const call = (id: string) => ({ path: { id }, throwOnError: true }) as const;

export const sendStatus = (id: string, status: 'active' | 'pending') =>
  setInteractionStatus({ ...call(id), body: { status } });

export const sendAgent = (id: string, agentId: string | null, note?: string) =>
  assignInteraction({ ...call(id), body: { agent_id: agentId, note } });

export const sendMove = (id: string, customerId: string, reason: string, along: boolean) =>
  moveInteraction({ ...call(id), body: { customer_id: customerId, reason, with_ticket: along } });

export const sendRedaction = (id: string, fields: InteractionText[], reason: string) =>
  redactInteraction({ ...call(id), body: { fields, reason } });

/** Sends what differs from `base`; where others changed something else meanwhile, both stand. */
export function sendPatch(base: Interaction, patch: UpdateInteraction): Promise<Interaction> {
  return saveOver({
    base,
    patch,
    send: async (body, ifMatch) =>
      (await updateInteraction({ ...call(base.id), body, headers: { 'If-Match': ifMatch } })).data,
    latest: async () => (await getInteraction(call(base.id))).data,
  });
}

/** Writes down what is still only in the boxes, then ends it; with a summary for whoever may end it but not correct it. */
export async function sendEnd(base: Interaction, patch: UpdateInteraction, end: EndInteraction): Promise<Interaction> {
  if (Object.keys(patch).length > 0) await sendPatch(base, patch);
  return (await endInteraction({ ...call(base.id), body: end })).data;
}
