import { Group, Text } from '@mantine/core';
import { CheckCheck, Clock3, Lock, type LucideIcon, MessageSquare, UserRound } from 'lucide-react';
import type { Message } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import type { Messages } from '@/i18n/messages';
import { Pill, type Tone } from '@/ui/Pill';
import { RelativeTime } from '@/ui/RelativeTime';
import type { Kind } from './drafts';
import { RecallReply, RedactMessage, useNoteEdit } from './EntryTools';
import classes from './Thread.module.css';

const LOOK: Record<Kind, [Tone, LucideIcon]> = {
  reply: ['info', MessageSquare],
  note: ['note', Lock],
  customer: ['neutral', UserRound],
};

/** One thing that was said. */
export function Entry({ ticketId, message, customer }: { ticketId: string; message: Message; customer: string }) {
  const { m } = useI18n();
  const kind: Kind = message.author === 'customer' ? 'customer' : message.kind;
  const [tone, icon] = LOOK[kind];
  const edit = useNoteEdit(message);
  return (
    <li className={classes.entry} data-kind={kind}>
      <div className={classes.head}>
        <b>{kind === 'customer' ? customer : writerName(m, message)}</b>
        <Pill tone={tone} icon={icon}>
          {m.tickets.message[kind]}
        </Pill>
        <Text span size="xs" className={classes.when}>
          {provenance(m, message)}
          <RelativeTime at={message.created_at} />
          {message.edited_at && (
            <>
              {' · '}
              {m.tickets.message.edited} <RelativeTime at={message.edited_at} />
            </>
          )}
        </Text>
        <Group gap={4} wrap="nowrap">
          {edit.button}
          <RecallReply ticketId={ticketId} message={message} />
          <RedactMessage ticketId={ticketId} message={message} />
        </Group>
      </div>
      {edit.box || (
        <div className={classes.body}>
          {message.body ?? (
            <Text span size="sm" fs="italic">
              {m.tickets.message.redacted}
            </Text>
          )}
        </div>
      )}
      {kind === 'reply' && <Fetched at={message.fetched_at} />}
    </li>
  );
}

function writerName(m: Messages, { author, writer }: Message): string {
  if (!writer) return m.desk.history.system;
  return author === 'service' ? m.desk.program(writer.name) : writer.name;
}

/** For what a customer said: how it was heard, and who wrote it down. */
function provenance(m: Messages, { author, via, writer }: Message): string {
  if (author !== 'customer') return '';
  const parts = [
    via && m.tickets.message.by(m.tickets.compose.channels[via]),
    writer && m.tickets.message.recordedBy(writer.name),
  ];
  return parts
    .filter(Boolean)
    .map((part) => `${part} · `)
    .join('');
}

/** A reply is only on its way once the app has come for it: nobody is to believe it was sent when it was not. */
function Fetched({ at }: { at: string | null }) {
  const { m } = useI18n();
  const Icon = at ? CheckCheck : Clock3;
  return (
    <Text size="xs" className={classes.fetched}>
      <Icon size={13} aria-hidden />
      {at ? m.tickets.message.fetched : m.tickets.message.notFetched}
      {at && <RelativeTime at={at} />}
    </Text>
  );
}
