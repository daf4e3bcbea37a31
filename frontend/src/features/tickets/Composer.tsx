import { Button, Group, NativeSelect, Tabs, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Lock, type LucideIcon, MessageSquare, Send, UserRound } from 'lucide-react';
import { useId, useState } from 'react';
import { createTicketMessageMutation } from '@/api/generated/@tanstack/react-query.gen';
import type { Channel, CreateMessage, Ticket, TicketStatus } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { notifyDone, notifyProblem } from '@/ui/notify';
import { useDraft } from '@/ui/useDraft';
import classes from './Composer.module.css';
import { draftKey, KINDS, type Kind } from './drafts';
import { refresh } from './ticketCache';

const ICONS: Record<Kind, LucideIcon> = { reply: MessageSquare, note: Lock, customer: UserRound };
const NEEDS = { reply: 'reply', note: 'note', customer: 'record_customer_message' } as const;

/** The id of the box, for the keys that jump to it. */
export const composerId = (kind: Kind) => `compose-${kind}`;

type Props = { ticket: Ticket; kind: Kind; onKind: (kind: Kind) => void };

/** Where one writes. A reply and a note are different tabs with their own look, words, draft and button. */
export function Composer({ ticket, kind, onKind }: Props) {
  const { m } = useI18n();
  const words = m.tickets.compose;
  const kinds = KINDS.filter((each) => ticket.allowed.includes(NEEDS[each]));
  const first = kinds[0];
  if (!first) return null;
  return (
    <Tabs
      value={kinds.includes(kind) ? kind : first}
      onChange={(next) => onKind(next as Kind)}
      className={classes.composer}
      data-kind={kind}
      variant="none"
      keepMounted={false}
    >
      <Tabs.List className={classes.tabs} aria-label={m.tickets.thread}>
        {kinds.map((each) => {
          const Icon = ICONS[each];
          return (
            <Tabs.Tab key={each} value={each} leftSection={<Icon size={15} aria-hidden />} className={classes.tab}>
              {words.kinds[each]}
            </Tabs.Tab>
          );
        })}
      </Tabs.List>
      {kinds.map((each) => (
        <Tabs.Panel key={each} value={each} className={classes.panel}>
          <Box ticket={ticket} kind={each} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function Box({ ticket, kind }: { ticket: Ticket; kind: Kind }) {
  const { m } = useI18n();
  const words = m.tickets.compose;
  const queryClient = useQueryClient();
  const [text, setText] = useDraft(draftKey(ticket.id, kind));
  const [after, setAfter] = useState('');
  const [via, setVia] = useState<Channel>('call');
  const about = useId();
  const { mutate, isPending } = useMutation({
    ...createTicketMessageMutation(),
    onSuccess: () => {
      setText('');
      setAfter('');
      notifyDone(m, words.sent[kind]);
      return refresh(queryClient);
    },
    onError: (problem) => notifyProblem(m, problem),
  });
  const send = () => {
    if (text.trim() !== '' && !isPending) mutate({ path: { id: ticket.id }, body: bodyOf(kind, text, after, via) });
  };
  const mayMove = kind !== 'customer' && ticket.allowed.includes('set_status') && ticket.status !== 'escalated';

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
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
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
        <Button
          type="submit"
          ml="auto"
          loading={isPending}
          aria-disabled={text.trim() === ''}
          leftSection={<Send size={15} aria-hidden />}
        >
          {words.send[kind]}
        </Button>
      </Group>
    </form>
  );
}

function bodyOf(kind: Kind, body: string, after: string, via: Channel): CreateMessage {
  if (kind === 'customer') return { kind: 'reply', body, author: 'customer', via };
  return after === '' ? { kind, body } : { kind, body, status: after as TicketStatus };
}
