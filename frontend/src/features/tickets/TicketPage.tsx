import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { getTicketOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Me, Ticket } from '@/api/generated/types.gen';
import { parseSearch } from '@/api/search';
import { useI18n } from '@/i18n/I18n';
import { useActions } from '@/ui/actions';
import { openerId } from '@/ui/EditInPlace';
import { PageHeader } from '@/ui/PageHeader';
import { Composer, composerId } from './Composer';
import type { Kind } from './drafts';
import { CategoryPill, PriorityPill, StatusPill } from './pills';
import { Thread } from './Thread';
import { TicketConflict } from './TicketConflict';
import { factId, TicketFacts } from './TicketFacts';
import { statusBefore, TicketHistory, useTicketTimeline } from './TicketHistory';
import classes from './TicketPage.module.css';
import { TicketToolbar } from './TicketToolbar';
import { ticketActions } from './ticketActions';
import { ticketSearch } from './ticketFilters';
import { useResolve } from './useResolve';
import { useTicketDesk } from './useTicketDesk';
import { textId, useTicketText } from './useTicketText';

type Props = { ticketId: string; me: Me; customer: (id: string) => ReactNode };

/** `customer` is who the ticket is about, which another feature knows how to show. */
export function TicketPage({ ticketId, me, customer }: Props) {
  const { data: ticket } = useQuery({
    ...getTicketOptions({ path: { id: ticketId } }),
    refetchInterval: 30_000,
    throwOnError: (_, { state }) => state.data === undefined,
  });
  return ticket ? <Loaded ticket={ticket} me={me} customer={customer(ticket.customer.id)} /> : null;
}

function Loaded({ ticket, me, customer }: { ticket: Ticket; me: Me; customer: ReactNode }) {
  const { m } = useI18n();
  const compose = useLocation({ select: ({ state }) => state.compose });
  const [kind, setKind] = useState<Kind>(compose ?? 'reply');
  // Who came by R or N wants to write at once.
  useEffect(() => {
    if (compose) document.getElementById(composerId(compose))?.focus();
  }, [compose]);
  const desk = useTicketDesk(me);
  const subject = useTicketText(ticket, desk, 'subject');
  const resolving = useResolve(ticket, desk);
  const timeline = useTicketTimeline(ticket.id);
  const before = desk.movedFrom[ticket.id] ?? statusBefore(timeline.data?.pages.flatMap(({ data }) => data) ?? []);
  const setStatus = (status: Ticket['status']) =>
    status === 'resolved' ? resolving.resolve('stay') : desk.setStatus(ticket, status);

  const actions = ticketActions(m, ticket, {
    claim: () => desk.claim(ticket),
    setStatus,
    resolve: () => resolving.resolve(resolving.after),
    undo: before && (() => desk.undoStatus(ticket, before)),
    write: (next) => {
      flushSync(() => setKind(next));
      document.getElementById(composerId(next))?.focus();
    },
    editText: (field) => document.getElementById(openerId(textId(field)))?.click(),
    focus: (field) => document.getElementById(factId(field))?.focus(),
  });
  useActions(actions);

  return (
    <>
      <PageHeader
        title={ticket.subject}
        tab={ticket.number}
        beside={subject.button}
        editing={subject.box}
        above={<BackToQueue />}
        below={
          <Group gap="xs" mt={6}>
            <Text size="sm" c="dimmed">
              {ticket.number}
            </Text>
            <StatusPill status={ticket.status} />
            <PriorityPill priority={ticket.priority} />
            <CategoryPill category={ticket.category} />
          </Group>
        }
        actions={<TicketToolbar actions={actions} resolving={resolving} />}
      />
      <div className={classes.panes}>
        <div className={classes.main}>
          <Thread ticket={ticket} desk={desk} />
          <Composer ticket={ticket} kind={kind} onKind={setKind} />
        </div>
        <div className={classes.side}>
          <TicketFacts ticket={ticket} desk={desk} onStatus={setStatus} />
          {customer}
        </div>
        <div className={classes.history}>
          <TicketHistory ticketId={ticket.id} />
        </div>
      </div>
      <TicketConflict desk={desk} />
    </>
  );
}

/** Back to the list as it was left, or to the whole of it. */
function BackToQueue() {
  const { m } = useI18n();
  const queue = useLocation({ select: ({ state }) => state.queue });
  return (
    <Link to="/customer-care/tickets" search={ticketSearch(parseSearch(queue ?? ''))} className={classes.back}>
      <ChevronLeft size={15} aria-hidden />
      {m.tickets.title}
    </Link>
  );
}
