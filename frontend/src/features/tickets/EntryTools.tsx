import { redactNote, redactTicketMessage } from '@/api/generated/sdk.gen';
import type { Message } from '@/api/generated/types.gen';
import { sendNote } from '@/api/notes';
import { useI18n } from '@/i18n/I18n';
import { Redact, useOwnWords } from '@/ui/OwnWords';
import { useDoing } from '@/ui/useDoing';

const TOUCHES = ['TicketMessages', 'TicketTimeline'];

/** One's own note, edited where it stands. */
export function useNoteEdit({ id, version, body, allowed }: Message) {
  const { m } = useI18n();
  return useOwnWords({
    id: `note.${id}`,
    label: m.tickets.message.edit,
    field: 'body',
    text: body ?? '',
    version,
    may: allowed.includes('edit_note'),
    doing: useDoing(...TOUCHES),
    send: (text, base) => sendNote(id, text, base),
  });
}

/** Takes the words of a message out for good, for whoever may. */
export function RedactMessage({ ticketId, message }: { ticketId: string; message: Message }) {
  const doing = useDoing(...TOUCHES);
  if (!message.allowed.includes('redact')) return null;
  const { id } = message;
  const send = (reason: string) =>
    message.kind === 'note'
      ? redactNote({ path: { id }, body: { reason }, throwOnError: true })
      : redactTicketMessage({ path: { id: ticketId, message_id: id }, body: { reason }, throwOnError: true });
  return <Redact id={`message.${id}`} doing={doing} send={send} />;
}
