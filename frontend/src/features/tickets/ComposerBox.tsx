import { Button, Group, NativeSelect, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useId, useState } from 'react';
import { createTicketMessageMutation } from '@/api/generated/@tanstack/react-query.gen';
import type { Channel, CreateMessage, Ticket, TicketStatus } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { notifyDone, notifyProblem } from '@/ui/notify';
import { useDraft } from '@/ui/useDraft';
import classes from './Composer.module.css';
import { draftKey, type Kind } from './drafts';
import { refresh } from './ticketCache';
import type { TicketDesk } from './useTicketDesk';

/** The id of the box, for the keys that jump to it. */
export const composerId = (kind: Kind) => `compose-${kind}`;

type Props = {
  ticket: Ticket;
  desk: TicketDesk;
  kind: Kind;
  /** On to the next ticket of the list. */
  onGoOn: () => void;
};

/** The box of one kind of message: what is typed is kept until it has arrived. */
export function ComposerBox({ ticket, desk, kind, onGoOn }: Props) {
  const { m } = useI18n();
  const words = m.tickets.compose;
  const queryClient = useQueryClient();
  const [text, setText, arrived] = useDraft(draftKey(ticket.id, kind));
  const [after, setAfter] = useState('');
  const [via, setVia] = useState<Channel>('call');
  const about = useId();
  const { mutate, isPending } = useMutation({
    ...createTicketMessageMutation(),
    onSuccess: (_, { body }) => {
      arrived(body.body);
      setAfter('');
      const moved = body.status && body.status !== ticket.status;
      notifyDone(m, words.sent[kind], moved ? () => desk.undoStatus(ticket, ticket.status) : undefined);
      return refresh(queryClient);
    },
    onError: (problem) => notifyProblem(m, problem),
  });
  const path = { id: ticket.id };
  const ready = text.trim() !== '' && !isPending;
  const send = () => {
    if (ready) mutate({ path, body: bodyOf(kind, text, after, via) });
  };
  const sendAndGoOn = () => {
    if (ready) mutate({ path, body: bodyOf(kind, text, after || 'resolved', via) }, { onSuccess: onGoOn });
  };
  const mayMove = kind !== 'customer' && ticket.allowed.includes('set_status') && ticket.status !== 'escalated';
  const mayGoOn = kind === 'reply' && mayMove && ticket.status !== 'resolved';

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Textarea
        id={composerId(kind)}
        aria-label={words.label[kind]}
        aria-describedby={about}
        placeholder={words.placeholder[kind]}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          if (event.shiftKey && mayGoOn) sendAndGoOn();
          else send();
        }}
        autosize
        minRows={3}
        maxRows={14}
        maxLength={10_000}
        classNames={{ input: classes.input }}
      />
      <Text id={about} size="xs" className={classes.about}>
        {words.about[kind]}
      </Text>
      <Group justify="space-between" mt="sm">
        {mayMove && (
          <NativeSelect
            size="xs"
            label={words.after}
            value={after}
            onChange={(event) => setAfter(event.currentTarget.value)}
            data={[
              { value: '', label: words.keep },
              ...(['open', 'pending', 'resolved'] as const).map((value) => ({
                value,
                label: m.tickets.statuses[value],
              })),
            ]}
          />
        )}
        {kind === 'customer' && (
          <NativeSelect
            size="xs"
            label={words.via}
            value={via}
            onChange={(event) => setVia(event.currentTarget.value as Channel)}
            data={Object.entries(words.channels).map(([value, label]) => ({ value, label }))}
          />
        )}
        <Group gap="xs" ml="auto" justify="flex-end">
          {mayGoOn && (
            <Button
              variant="default"
              aria-disabled={!ready}
              aria-keyshortcuts="Control+Shift+Enter Meta+Shift+Enter"
              title={words.goOnKeys}
              onClick={sendAndGoOn}
            >
              {words.goOn(after ? m.tickets.statuses[after as TicketStatus] : undefined)}
            </Button>
          )}
          <Button
            type="submit"
            loading={isPending}
            aria-disabled={text.trim() === ''}
            aria-keyshortcuts="Control+Enter Meta+Enter"
            leftSection={<Send size={15} aria-hidden />}
          >
            {words.send[kind]}
          </Button>
        </Group>
      </Group>
    </form>
  );
}

function bodyOf(kind: Kind, body: string, after: string, via: Channel): CreateMessage {
  if (kind === 'customer') return { kind: 'reply', body, author: 'customer', via };
  return after === '' ? { kind, body } : { kind, body, status: after as TicketStatus };
}
