import { Button, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Lock, type LucideIcon, MessageSquare, UserRound } from 'lucide-react';
import { listTicketMessagesInfiniteOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Message, Ticket } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import type { Messages } from '@/i18n/messages';
import { Failure } from '@/ui/Failure';
import { Pill, type Tone } from '@/ui/Pill';
import { RelativeTime } from '@/ui/RelativeTime';
import type { Kind } from './drafts';
import classes from './Thread.module.css';
import type { TicketDesk } from './useTicketDesk';
import { useTicketText } from './useTicketText';

const LOOK: Record<Kind, [Tone, LucideIcon]> = {
  reply: ['info', MessageSquare],
  note: ['note', Lock],
  customer: ['neutral', UserRound],
};

/** What was said, oldest first: the report, what the customer wrote, replies and notes, each told apart by word and tint. */
export function Thread({ ticket, desk }: { ticket: Ticket; desk: TicketDesk }) {
  const { m } = useI18n();
  const query = useInfiniteQuery({
    ...listTicketMessagesInfiniteOptions({ path: { id: ticket.id }, query: { limit: 100 } }),
    initialPageParam: { path: { id: ticket.id } },
    getNextPageParam: ({ page }) => page.next_cursor ?? undefined,
    refetchInterval: 30_000,
  });
  const description = useTicketText(ticket, desk, 'description');
  const messages = query.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <section aria-label={m.tickets.thread}>
      <ol className={classes.thread}>
        <li className={classes.entry} data-kind="customer">
          <div className={classes.head}>
            <b>{ticket.customer.name}</b>
            <Text span size="xs" c="dimmed">
              {m.tickets.message.description} · <RelativeTime at={ticket.created_at} />
            </Text>
            {description.button}
          </div>
          {description.box || <div className={classes.body}>{ticket.description}</div>}
        </li>
        {messages.map((message) => (
          <Entry key={message.id} message={message} customer={ticket.customer.name} />
        ))}
      </ol>
      {query.error && !query.data && <Failure title={m.tickets.thread} problem={query.error} retry={query.refetch} />}
      {query.hasNextPage && (
        <Button mt="sm" variant="default" onClick={() => query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {m.tickets.message.earlier}
        </Button>
      )}
    </section>
  );
}

function Entry({ message, customer }: { message: Message; customer: string }) {
  const { m } = useI18n();
  const kind: Kind = message.author === 'customer' ? 'customer' : message.kind;
  const [tone, icon] = LOOK[kind];
  return (
    <li className={classes.entry} data-kind={kind}>
      <div className={classes.head}>
        <b>{kind === 'customer' ? customer : (message.staff?.name ?? m.tickets.event.system)}</b>
        <Pill tone={tone} icon={icon}>
          {m.tickets.message[kind]}
        </Pill>
        <Text span size="xs" className={classes.when}>
          {provenance(m, message)}
          <RelativeTime at={message.created_at} />
        </Text>
      </div>
      <div className={classes.body}>{message.body}</div>
    </li>
  );
}

/** For what a customer said: how it was heard, and who wrote it down. */
function provenance(m: Messages, { author, via, staff }: Message): string {
  if (author !== 'customer') return '';
  const parts = [
    via && m.tickets.message.by(m.tickets.compose.channels[via]),
    staff && m.tickets.message.recordedBy(staff.name),
  ];
  return parts
    .filter(Boolean)
    .map((part) => `${part} · `)
    .join('');
}
