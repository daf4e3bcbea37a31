import { readDraft, writeDraft } from '@/ui/useDraft';

// What can be written on a ticket. Each has a draft of its own: a note never turns into a reply by a slip.

export const KINDS = ['reply', 'note', 'customer'] as const;
export type Kind = (typeof KINDS)[number];

export const TEXTS = ['subject', 'description'] as const;
export type TextField = (typeof TEXTS)[number];

export function draftKey(ticketId: string, kind: Kind): string {
  return `ticket.${ticketId}.${kind}`;
}

/** Puts words into the box of the reply, behind what is there. */
export function addToReply(ticketId: string, text: string) {
  const key = draftKey(ticketId, 'reply');
  writeDraft(key, [readDraft(key), text].filter(Boolean).join('\n\n'));
}

/** Which escalation's answer was taken into the reply. */
export function answerKey(ticketId: string): string {
  return `answer.${ticketId}`;
}

export function editKey(ticketId: string, field: TextField): string {
  return `ticket.${ticketId}.edit.${field}`;
}
