import { Button, Group, NativeSelect, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { lazy, Suspense, useId, useState } from 'react';
import { createTicketMessageMutation } from '@/api/generated/@tanstack/react-query.gen';
import type { Channel, CreateMessage, Ticket, TicketStatus } from '@/api/generated/types.gen';
import { refreshAbout } from '@/api/refresh';
import { useI18n } from '@/i18n/I18n';
import { notifyDone, notifyProblem } from '@/ui/notify';
import { useDraft } from '@/ui/useDraft';
import classes from './Composer.module.css';
import { draftKey, type Kind } from './drafts';
import { useAnswer } from './useAnswer';
import type { TicketDesk } from './useTicketDesk';

const AnswerDialog = lazy(() => import('./AnswerDialog').then((it) => ({ default: it.AnswerDialog })));

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
  const answer = useAnswer(ticket.id);
  // What to send once it is known whether the escalation is to be closed.
  const [asked, setAsked] = useState<{ body: CreateMessage; goOn: boolean }>();
  const { mutate, isPending } = useMutation({
    ...createTicketMessageMutation(),
    onSuccess: (_, { body }) => {
      arrived(body.body);
      setAfter('');
      if (kind === 'reply') answer.sent();
      const said = body.closes_escalation ? words.sentAndClosed : words.sent[kind];
      if (body.status && body.status !== ticket.status) {
        notifyDone(m, said, () => desk.undoStatus(ticket, ticket.status), m.tickets.undoStatus[body.status]);
      } else {
        notifyDone(m, said);
      }
      return refreshAbout(queryClient, ['Ticket', 'Escalation']);
    },
    onError: (problem) => notifyProblem(m, problem),
  });
  const path = { id: ticket.id };
  const ready = text.trim() !== '' && !isPending;
  const post = (body: CreateMessage, goOn: boolean) => mutate({ path, body }, { onSuccess: goOn ? onGoOn : undefined });
  const closing = { closes_escalation: answer.escalationId };
  const sendThen = (goOn: boolean) => {
    if (!ready) return;
    const body = bodyOf(kind, text, after || (goOn ? 'resolved' : ''), via);
    if (kind !== 'reply' || !answer.escalationId) post(body, goOn);
    else if (answer.isIn(text)) post({ ...body, ...closing }, goOn);
    else setAsked({ body, goOn });
  };
  const send = () => sendThen(false);
  const sendAndGoOn = () => sendThen(true);
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
      {asked && (
        <Suspense fallback={null}>
          <AnswerDialog
            onSend={(close) => {
              setAsked(undefined);
              post(close ? { ...asked.body, ...closing } : asked.body, asked.goOn);
            }}
            onClose={() => setAsked(undefined)}
          />
        </Suspense>
      )}
    </form>
  );
}

function bodyOf(kind: Kind, body: string, after: string, via: Channel): CreateMessage {
  if (kind === 'customer') return { kind: 'reply', body, author: 'customer', via };
  return after === '' ? { kind, body } : { kind, body, status: after as TicketStatus };
}
