import { Button, Skeleton, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { HistoryState } from '@tanstack/react-router';
import { listTicketsOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Ticket } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Failure } from '@/ui/Failure';
import { LeftSign } from '@/ui/LeftSign';
import { listState } from '@/ui/listState';
import { RowLink } from '@/ui/RowLink';
import { usePatience } from '@/ui/usePatience';
import { useSteadyRows } from '@/ui/useSteadyRows';
import { Waited } from '@/ui/Waited';
import { stateFrom } from './nextTicket';
import { StatusPill } from './pills';
import classes from './QueuePane.module.css';
import { listQuery, queueSearch } from './ticketFilters';

type Props = { ticket: Ticket; queue?: string };

/** The list a ticket was opened from, beside it: J, K and Enter go on through it without leaving the page. */
export function QueuePane(props: Props) {
  // Narrower, the list is a page of its own, and is not read here.
  const wide = useMediaQuery('(min-width: 75em)', false, { getInitialValueInEffect: false });
  return wide ? <Pane {...props} /> : null;
}

function Pane({ ticket, queue }: Props) {
  const { m } = useI18n();
  const search = queueSearch(ticket, queue);
  const query = useQuery({ ...listTicketsOptions({ query: listQuery(search) }), refetchInterval: 30_000 });
  const steady = useSteadyRows(JSON.stringify(search), query, ticket.id);
  const isListed = steady.rows?.some(({ id }) => id === ticket.id);
  // One that was opened from this list has its place in it, also where it has left the list since.
  const rows = queue === undefined || isListed ? steady.rows : steady.rows && [ticket, ...steady.rows];
  const state = listState(query, rows, { filtered: false });
  const patient = usePatience(state.phase === 'loading');
  return (
    <nav aria-label={m.tickets.queue} className={classes.pane}>
      {patient && <Skeleton h={120} m="sm" w="auto" aria-busy="true" aria-label={m.desk.list.loading} role="group" />}
      {state.phase === 'failed' && <Failure title={m.desk.list.failed} problem={state.problem} retry={state.retry} />}
      {state.phase === 'empty' && (
        <Text size="sm" c="dimmed" className={classes.quiet}>
          {m.tickets.noMatch}
        </Text>
      )}
      {state.phase === 'rows' && (
        <ul className={classes.rows}>
          {state.rows.map((row) => (
            <Row
              key={row.id}
              row={row.id === ticket.id ? ticket : row}
              state={stateFrom({ rows: state.rows, queue, cursor: query.data?.page.next_cursor }, row)}
              now={row.id === ticket.id}
              left={steady.left.has(row.id)}
            />
          ))}
        </ul>
      )}
      {steady.changed > 0 && (
        <Button variant="light" size="compact-sm" className={classes.changed} onClick={steady.show}>
          {m.desk.list.changed(steady.changed)} · {m.desk.list.showChanged}
        </Button>
      )}
    </nav>
  );
}

function Row({ row, state, now, left }: { row: Ticket; state: HistoryState; now: boolean; left: boolean }) {
  return (
    <li className={classes.row} data-row data-cursor={now || undefined}>
      <RowLink
        to="/customer-care/tickets/$ticketId"
        params={{ ticketId: row.number }}
        state={state}
        aria-current={now ? 'page' : undefined}
      >
        {row.subject}
      </RowLink>
      <span className={classes.about}>
        <Text span size="xs" c="dimmed">
          {row.customer.name}
        </Text>
        {left ? (
          <LeftSign />
        ) : row.waiting_since ? (
          <Text span size="xs">
            <Waited since={row.waiting_since} />
          </Text>
        ) : (
          <StatusPill status={row.status} />
        )}
      </span>
    </li>
  );
}
