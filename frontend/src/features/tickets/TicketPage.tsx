import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { getTicketOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Me, Ticket } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { useActions } from '@/ui/actions';
import { DeletedNotice } from '@/ui/DeletedNotice';
import { openerId } from '@/ui/EditInPlace';
import { HandedOver } from '@/ui/HandedOver';
import type { PickCustomer } from '@/ui/MoveDialog';
import { PriorityPill } from '@/ui/marks';
import { PageHeader } from '@/ui/PageHeader';
import { PageLoading } from '@/ui/PageLoading';
import { BackToQueue } from './BackToQueue';
import { Composer } from './Composer';
import { CategoryPill, StatusPill } from './pills';
import { QueuePane } from './QueuePane';
import { Thread } from './Thread';
import { TicketConflict } from './TicketConflict';
import type { TicketQuestion } from './TicketDialogs';
import { factId, TicketFacts } from './TicketFacts';
import { statusBefore, TicketHistory, useTicketTimeline } from './TicketHistory';
import classes from './TicketPage.module.css';
import { TicketToolbar } from './TicketToolbar';
import { ticketActions } from './ticketActions';
import { useLogAbout } from './useLogAbout';
import { useResolve } from './useResolve';
import { useTicketDesk } from './useTicketDesk';
import { useTicketHiding } from './useTicketHiding';
import { textId, useTicketText } from './useTicketText';
import { useWriting } from './useWriting';

const TicketDialogs = lazy(() => import('./TicketDialogs').then((it) => ({ default: it.TicketDialogs })));

/** What other features know how to show. */
export type TicketParts = {
  /** What everybody is to know of a customer before they say a word. */
  notice: (id: string) => ReactNode;
  customer: (id: string) => ReactNode;
  pick: PickCustomer;
  /** What else is open for its customer. */
  open: (ticket: Ticket) => ReactNode;
  /** The calls, chats and e-mails it came from or that were about it. */
  linked: (ticket: Ticket) => ReactNode;
  escalations: (at: {
    ticket: Ticket;
    raising: boolean;
    onRaising: (raising: boolean) => void;
    /** Puts an answer into the box of the reply. */
    onUse: (escalationId: string, answer: string) => void;
  }) => ReactNode;
};

type Props = { ticketId: string; me: Me; parts: TicketParts };

export function TicketPage({ ticketId, me, parts }: Props) {
  const { data: ticket } = useQuery({
    ...getTicketOptions({ path: { id: ticketId } }),
    refetchInterval: 30_000,
    throwOnError: (_, { state }) => state.data === undefined,
  });
  return ticket ? <Loaded ticket={ticket} me={me} parts={parts} /> : <PageLoading />;
}

function Loaded({ ticket, me, parts }: { ticket: Ticket; me: Me; parts: TicketParts }) {
  const { m } = useI18n();
  const { compose, queue } = useLocation({ select: ({ state }) => state });
  const [raising, setRaising] = useState(compose === 'escalate' && ticket.allowed.includes('escalate'));
  const [asked, setAsked] = useState<TicketQuestion | undefined>(
    compose === 'transfer' && ticket.allowed.includes('assign') ? 'transfer' : undefined,
  );
  useEffect(() => {
    if (compose === 'edit') document.getElementById(openerId(textId('subject')))?.click();
    if (compose === 'status') document.getElementById(factId('status'))?.focus();
  }, [compose]);
  const writing = useWriting(ticket.id);
  const desk = useTicketDesk(me);
  const subject = useTicketText(ticket, desk, 'subject');
  const logAbout = useLogAbout();
  const hiding = useTicketHiding();
  const resolving = useResolve(ticket, desk);
  const timeline = useTicketTimeline(ticket.id);
  const happened = timeline.data?.pages.flatMap(({ data }) => data) ?? [];
  const before = desk.movedFrom[ticket.id] ?? statusBefore(happened);
  const setStatus = (status: Ticket['status']) => desk.setStatus(ticket, status);

  const actions = ticketActions(m, ticket, {
    claim: () => desk.claim(ticket),
    setStatus,
    resolve: () => resolving.resolve(resolving.after),
    undo: before && (() => desk.undoStatus(ticket, before)),
    write: writing.write,
    record: () => writing.write('customer'),
    category: () => document.getElementById(factId('category'))?.focus(),
    escalate: () => setRaising(true),
    ask: setAsked,
    log: () => logAbout(ticket),
    ...hiding.of(ticket),
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
      <DeletedNotice at={ticket.deleted_at} by={ticket.deleted_by} />
      {parts.notice(ticket.customer.id)}
      <div className={classes.panes}>
        <div className={classes.list}>
          <QueuePane ticket={ticket} queue={queue} />
        </div>
        <div className={classes.main}>
          <HandedOver entries={happened} />
          {parts.escalations({ ticket, raising, onRaising: setRaising, onUse: writing.use })}
          {parts.linked(ticket)}
          <Thread ticket={ticket} desk={desk} />
          <Composer
            ticket={ticket}
            desk={desk}
            kind={writing.kind}
            onKind={writing.setKind}
            onGoOn={resolving.toNext}
          />
        </div>
        <div className={classes.side}>
          <TicketFacts ticket={ticket} desk={desk} onStatus={setStatus} />
          {parts.open(ticket)}
          {parts.customer(ticket.customer.id)}
        </div>
        <div className={classes.history}>
          <TicketHistory ticketId={ticket.id} />
        </div>
      </div>
      {asked && (
        <Suspense fallback={null}>
          <TicketDialogs
            asked={asked}
            ticket={ticket}
            desk={desk}
            pick={parts.pick}
            onClose={() => setAsked(undefined)}
          />
        </Suspense>
      )}
      <TicketConflict desk={desk} />
    </>
  );
}
