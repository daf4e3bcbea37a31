// What can be written on a ticket. Each has a draft of its own: a note never turns into a reply by a slip.

export const KINDS = ['reply', 'note', 'customer'] as const;
export type Kind = (typeof KINDS)[number];

export function draftKey(ticketId: string, kind: Kind): string {
  return `ticket.${ticketId}.${kind}`;
}

export function draftKeys(ticketId: string): string[] {
  return KINDS.map((kind) => draftKey(ticketId, kind));
}
