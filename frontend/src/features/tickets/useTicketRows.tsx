import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { getTicketTimelineOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Me, Ticket } from '@/api/generated/types.gen';
import { isProblem } from '@/api/problem';
import type { WholeList } from '@/api/wholeList';
import { useI18n } from '@/i18n/I18n';
import { notifyProblem } from '@/ui/notify';
import type { RowTools } from '@/ui/rowTools';
import { useRowTools } from '@/ui/useRowTools';
import { stateFrom, type TicketList } from './nextTicket';
import { type Asked, type AskedField, TicketChoice } from './TicketChoice';
import { TicketConflict } from './TicketConflict';
import { statusBefore } from './TicketHistory';
import { ticketActions } from './ticketActions';
import { useLogAbout } from './useLogAbout';
import { useTicketBulk } from './useTicketBulk';
import { useTicketDesk } from './useTicketDesk';
import { useTicketHiding } from './useTicketHiding';

/** The same actions and keys for the rows of a list as for a ticket's own page: a menu, a cursor, and a choice of several. */
export function useTicketRows(
  me: Me,
  list: TicketList,
  whole: WholeList<Ticket> | undefined,
): { tools: RowTools<Ticket>; around: ReactNode } {
  const { m } = useI18n();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const desk = useTicketDesk(me);
  const bulk = useTicketBulk();
  const [asked, setAsked] = useState<Asked>();
  const logAbout = useLogAbout();
  const hiding = useTicketHiding();

  const open = (ticket: Ticket, compose?: 'reply' | 'note' | 'escalate') =>
    navigate({
      to: '/customer-care/tickets/$ticketId',
      params: { ticketId: ticket.number },
      state: { ...stateFrom(list, ticket), compose },
    });
  /** A move made elsewhere is known to the timeline alone. */
  const undo = async (ticket: Ticket) => {
    const options = getTicketTimelineOptions({ path: { id: ticket.id }, query: { limit: 25 } });
    const read = () => queryClient.fetchQuery({ ...options, staleTime: 0 });
    try {
      const before = desk.movedFrom[ticket.id] ?? statusBefore((await read()).data);
      if (before) desk.undoStatus(ticket, before);
    } catch (problem) {
      if (isProblem(problem)) notifyProblem(m, problem);
    }
  };
  const actionsOf = (ticket: Ticket) =>
    ticketActions(m, ticket, {
      claim: () => desk.claim(ticket),
      setStatus: (status) => desk.setStatus(ticket, status),
      resolve: () => desk.setStatus(ticket, 'resolved'),
      undo: () => void undo(ticket),
      write: (kind) => open(ticket, kind),
      escalate: () => open(ticket, 'escalate'),
      focus: (field) => setAsked({ field, tickets: [ticket] }),
      log: () => logAbout(ticket),
      ...hiding.of(ticket),
    });

  const ask = (field: AskedField) => (chosen: Ticket[]) => setAsked({ field, tickets: chosen });
  const { tools, bar, release } = useRowTools({
    rows: list.rows,
    whole,
    keyOf: ({ id }) => id,
    nameOf: ({ subject }) => subject,
    open,
    actionsOf,
    several: { assign: ask('assignee'), status: ask('status'), priority: ask('priority') },
    words: { open: m.tickets.actions.openRow, select: m.tickets.actions.select, menu: m.tickets.actionsFor },
  });
  const around = (
    <>
      {bar}
      {asked && (
        <TicketChoice
          asked={asked}
          me={me}
          desk={desk}
          bulk={bulk}
          onDone={release}
          onClose={() => setAsked(undefined)}
        />
      )}
      <TicketConflict desk={desk} />
    </>
  );
  return { tools, around };
}
