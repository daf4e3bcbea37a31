import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { flushSync } from 'react-dom';
import { getTicketOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Me, Ticket } from '@/api/generated/types.gen';
import { parseSearch } from '@/api/search';
import { useI18n } from '@/i18n/I18n';
import { useActions } from '@/ui/actions';
import { ConflictDialog } from '@/ui/ConflictDialog';
import { PageHeader } from '@/ui/PageHeader';
import { Composer, composerId } from './Composer';
import type { Kind } from './drafts';
import { CategoryPill, PriorityPill, StatusPill } from './pills';
import { Thread } from './Thread';
import { factId, TicketFacts } from './TicketFacts';
import { statusBefore, TicketHistory, useTicketTimeline } from './TicketHistory';
import classes from './TicketPage.module.css';
import { TicketToolbar } from './TicketToolbar';
import { ticketActions } from './ticketActions';
import { ticketSearch } from './ticketFilters';
import { useResolve } from './useResolve';
import { type TicketMutations, useTicketMutations } from './useTicketMutations';

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
  const [kind, setKind] = useState<Kind>('reply');
  const change = useTicketMutations(ticket, me);
  const resolving = useResolve(ticket, change);
  const timeline = useTicketTimeline(ticket.id);
  const before = change.movedFrom ?? statusBefore(timeline.data?.pages.flatMap(({ data }) => data) ?? []);
  const setStatus = (status: Ticket['status']) =>
    status === 'resolved' ? resolving.resolve('stay') : change.setStatus(status);

  const actions = ticketActions(m, ticket, {
    claim: change.claim,
    setStatus,
    resolve: () => resolving.resolve(resolving.after),
    undo: before && (() => change.undoStatus(before)),
    write: (next) => {
      flushSync(() => setKind(next));
      document.getElementById(composerId(next))?.focus();
    },
    focus: (field) => document.getElementById(factId(field))?.focus(),
  });
  useActions(actions);

  return (
    <>
      <PageHeader
        title={ticket.subject}
        tab={ticket.number}
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
          <Thread ticket={ticket} />
          <Composer ticket={ticket} kind={kind} onKind={setKind} />
        </div>
        <div className={classes.side}>
          <TicketFacts ticket={ticket} change={change} onStatus={setStatus} />
          {customer}
        </div>
        <div className={classes.history}>
          <TicketHistory ticketId={ticket.id} />
        </div>
      </div>
      <Conflict change={change} />
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

function Conflict({ change }: { change: TicketMutations }) {
  const { m } = useI18n();
  const { clash, clearClash, edit } = change;
  const words: Record<string, string> = { ...m.tickets.priorities, ...m.tickets.categories };
  const word = (value: unknown) => words[String(value)] ?? String(value ?? '');
  const labels = {
    priority: m.tickets.priority,
    category: m.tickets.category,
    subject: m.tickets.subject,
    description: m.tickets.description,
  };
  return (
    <ConflictDialog
      differences={(clash?.conflicts ?? []).map(({ field, theirs, mine }) => ({
        field,
        label: labels[field],
        theirs: word(theirs),
        mine: word(mine),
      }))}
      onKeepTheirs={clearClash}
      onUseMine={() => {
        if (!clash) return;
        clearClash();
        edit(Object.fromEntries(clash.conflicts.map(({ field, mine }) => [field, mine])), clash.latest);
      }}
    />
  );
}
