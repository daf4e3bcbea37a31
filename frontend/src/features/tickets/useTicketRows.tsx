import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CheckSquare, SquareArrowOutUpRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { getTicketTimelineOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Me, Ticket } from '@/api/generated/types.gen';
import { isProblem } from '@/api/problem';
import { useI18n } from '@/i18n/I18n';
import { ActionMenu } from '@/ui/ActionMenu';
import { type Action, useActions } from '@/ui/actions';
import { notifyProblem } from '@/ui/notify';
import { moveCursor, type RowTools, useRowCursor } from '@/ui/rowTools';
import { SelectionBar } from '@/ui/SelectionBar';
import { type Asked, type AskedField, TicketChoice } from './TicketChoice';
import { TicketConflict } from './TicketConflict';
import { statusBefore } from './TicketHistory';
import { ticketActions } from './ticketActions';
import { useTicketBulk } from './useTicketBulk';
import { useTicketDesk } from './useTicketDesk';

const ASKED = ['assign', 'status', 'priority'] as const;

/** The same actions and keys for the rows of a list as for a ticket's own page: a menu, a cursor, and a choice of several. */
export function useTicketRows(
  me: Me,
  tickets: Ticket[],
  queue: string,
): { tools: RowTools<Ticket>; around: ReactNode } {
  const { m } = useI18n();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const desk = useTicketDesk(me);
  const bulk = useTicketBulk();
  const [asked, setAsked] = useState<Asked>();
  const rows = useRowCursor(tickets.map(({ id }) => id));
  const chosen = tickets.filter(({ id }) => rows.chosen.has(id));

  const open = (ticket: Ticket, compose?: 'reply' | 'note' | 'escalate') =>
    navigate({
      to: '/customer-care/tickets/$ticketId',
      params: { ticketId: ticket.number },
      state: { queue, compose },
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
    });

  const fields: Record<(typeof ASKED)[number], AskedField> = {
    assign: 'assignee',
    status: 'status',
    priority: 'priority',
  };
  const together: Action[] = ASKED.flatMap((id) => {
    const each = chosen.map((ticket) => actionsOf(ticket).find((action) => action.id === id));
    const [first] = each;
    if (!first || each.some((action) => !action)) return [];
    return [{ ...first, run: () => setAsked({ field: fields[id], tickets: chosen }) }];
  });

  const under = tickets.find(({ id }) => id === rows.cursor);
  useActions([...keysOf(under), ...(under ? [] : hintsOf(tickets[0]))]);

  function keysOf(ticket: Ticket | undefined): Action[] {
    if (!ticket) return [];
    const { openRow, select } = m.tickets.actions;
    const ofRow = actionsOf(ticket);
    return [
      { id: 'row:open', label: openRow, icon: SquareArrowOutUpRight, keys: 'enter', run: () => open(ticket) },
      { id: 'row:select', label: select, icon: CheckSquare, keys: 'x', run: () => rows.onChoose(ticket.id) },
      // With rows chosen, the keys mean all of them.
      ...ofRow.map((action) => together.find(({ id }) => id === action.id) ?? action),
    ];
  }
  /** Before there is a cursor the keys are known to the help sheet, and only bring the cursor. */
  function hintsOf(first: Ticket | undefined): Action[] {
    return keysOf(first)
      .filter(({ keys }) => keys !== undefined)
      .map((action) => ({ ...action, hidden: true, run: () => moveCursor(1) }));
  }

  const tools: RowTools<Ticket> = {
    ...rows,
    nameOf: ({ subject }) => subject,
    menu: (ticket) => (
      <ActionMenu actions={actionsOf(ticket)} label={m.tickets.actionsFor(ticket.subject)} size={30} quiet />
    ),
  };
  const around = (
    <>
      <SelectionBar count={chosen.length} actions={together} onClear={rows.clear} />
      {asked && <TicketChoice asked={asked} me={me} desk={desk} bulk={bulk} onClose={() => setAsked(undefined)} />}
      <TicketConflict desk={desk} />
    </>
  );
  return { tools, around };
}
