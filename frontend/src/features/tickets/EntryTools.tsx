import { ActionIcon } from '@mantine/core';
import { Undo2 } from 'lucide-react';
import { recallTicketMessage, redactNote, redactTicketMessage } from '@/api/generated/sdk.gen';
import type { Message } from '@/api/generated/types.gen';
import { sendNote } from '@/api/notes';
import { useI18n } from '@/i18n/I18n';
import { askFirst } from '@/ui/askFirst';
import { Redact, useOwnWords } from '@/ui/OwnWords';
import { useDoing } from '@/ui/useDoing';
import { addToReply } from './drafts';

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

/** Takes one's own reply back while that is possible; its words are there to be written again. */
export function RecallReply({ ticketId, message }: { ticketId: string; message: Message }) {
  const { m } = useI18n();
  const doing = useDoing('Ticket', 'Escalation');
  const { id, allowed, body, fetched_at } = message;
  if (!allowed.includes('recall')) return null;
  const words = m.tickets.message;
  const ask = () =>
    askFirst({
      title: words.recall,
      about: [words.recallAbout, fetched_at && words.recallFetched].filter(Boolean).join(' '),
      confirm: words.recall,
      run: () =>
        doing.run({
          run: () => recallTicketMessage({ path: { id: ticketId, message_id: id }, throwOnError: true }),
          said: words.recalled,
          done: () => addToReply(ticketId, body ?? ''),
        }),
    });
  return (
    <ActionIcon variant="subtle" size={28} aria-label={words.recall} title={words.recall} onClick={ask}>
      <Undo2 size={15} aria-hidden />
    </ActionIcon>
  );
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
