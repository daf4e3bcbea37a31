import { Button, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { listTicketMessagesInfiniteOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Ticket } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Failure } from '@/ui/Failure';
import { RelativeTime } from '@/ui/RelativeTime';
import { useAllPages } from '@/ui/useAllPages';
import { Entry } from './Entry';
import classes from './Thread.module.css';
import type { TicketDesk } from './useTicketDesk';
import { useTicketText } from './useTicketText';

/** What was said, oldest first, where its report can be edited too. */
export function Thread({ ticket, desk }: { ticket: Ticket; desk: TicketDesk }) {
  const description = useTicketText(ticket, desk, 'description');
  return (
    <Said ticket={ticket} button={description.button}>
      {description.box || ticket.description}
    </Said>
  );
}

type Props = { ticket: Ticket; button?: ReactNode; children: ReactNode };

/** The report, what the customer wrote, replies and notes, each told apart by word and tint. `children` is the report. */
export function Said({ ticket, button, children }: Props) {
  const { m } = useI18n();
  const query = useInfiniteQuery({
    ...listTicketMessagesInfiniteOptions({ path: { id: ticket.id }, query: { limit: 100 } }),
    initialPageParam: { path: { id: ticket.id } },
    getNextPageParam: ({ page }) => page.next_cursor ?? undefined,
    refetchInterval: 30_000,
  });
  useAllPages(query);
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
            {button}
          </div>
          {typeof children === 'string' ? <div className={classes.body}>{children}</div> : children}
        </li>
        {messages.map((message) => (
          <Entry key={message.id} ticketId={ticket.id} message={message} customer={ticket.customer.name} />
        ))}
      </ol>
      {query.error && !query.data && <Failure title={m.tickets.thread} problem={query.error} retry={query.refetch} />}
      {query.hasNextPage && query.isError && (
        <Button mt="sm" variant="default" onClick={() => query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {m.desk.list.retry}
        </Button>
      )}
    </section>
  );
}
