import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Me, Problem, StaffReference, Ticket, TicketStatus, UpdateTicket } from '@/api/generated/types.gen';
import { Clash } from '@/api/merge';
import { useI18n } from '@/i18n/I18n';
import type { Messages } from '@/i18n/messages';
import { notifyDone, notifyProblem } from '@/ui/notify';
import { foresee, refresh, settle, stopReads } from './ticketCache';
import { sendAssignee, sendClaim, sendPatch, sendStatus } from './ticketCalls';

export type TicketClash = Clash<Ticket, UpdateTicket>;

/** Who wants to hear how an edit ended, besides the notices. */
export type EditEnd = {
  done?: (after: Ticket) => void;
  /** Whether the refusal has been shown where it belongs, so that no notice is needed. */
  refused?: (problem: Problem) => boolean;
  /** The other's words were let stand. */
  dropped?: () => void;
};

type Edit = { ticket: Ticket; patch: UpdateTicket; end: EditEnd };

type Step = {
  id: string;
  /** What the ticket will look like if all goes well. */
  change: Partial<Ticket>;
  run: () => Promise<Ticket>;
  done?: (after: Ticket) => void;
  edit?: Edit;
};

/** Everything that changes tickets: shown at once, taken back when refused, and with a way to undo. */
export function useTicketDesk(me: Me) {
  const { m } = useI18n();
  const queryClient = useQueryClient();
  const [clash, setClash] = useState<{ what: TicketClash; edit: Edit }>();
  // The status before the last move made here: known at once, while the timeline is still being read again.
  const [movedFrom, setMovedFrom] = useState<Record<string, TicketStatus>>({});

  const { mutate, isPending, variables } = useMutation<Ticket, Problem | TicketClash, Step, () => void>({
    mutationFn: ({ run }) => run(),
    onMutate: async ({ id, change }) => {
      await stopReads(queryClient);
      return foresee(queryClient, id, change);
    },
    onSuccess: (after, { done }) => {
      settle(queryClient, after);
      done?.(after);
    },
    onError: (problem, { id, edit }, takeBack) => {
      takeBack?.();
      if (problem instanceof Clash) {
        foresee(queryClient, id, problem.latest);
        if (edit) setClash({ what: problem, edit });
      } else if (!edit?.end.refused?.(problem)) {
        notifyProblem(m, problem);
      }
      refresh(queryClient);
    },
  });

  const undoStatus = (ticket: Ticket, status: TicketStatus) =>
    mutate({
      id: ticket.id,
      change: { status },
      run: () => sendStatus(ticket.id, { status, undo: true }),
      done: () => notifyDone(m, m.tickets.undone),
    });

  const setStatus = (ticket: Ticket, status: TicketStatus, then?: () => void, duplicateOf?: string) =>
    mutate({
      id: ticket.id,
      change: { status },
      run: () => sendStatus(ticket.id, { status, duplicate_of: duplicateOf }),
      done: (after) => {
        setMovedFrom((moved) => ({ ...moved, [ticket.id]: ticket.status }));
        notifyDone(m, m.tickets.changed(m.tickets.statuses[status]), () => undoStatus(after, ticket.status));
        then?.();
      },
    });

  /** `over` is given where the assignment takes one back: it must not undo what somebody did since. */
  const assign = (ticket: Ticket, assignee: StaffReference | null, over?: Ticket) =>
    mutate({
      id: ticket.id,
      change: { assignee },
      run: () => sendAssignee(ticket.id, assignee?.id ?? null, over?.version),
      done: (after) =>
        notifyDone(
          m,
          assignee ? m.tickets.assignedTo(assignee.name) : m.tickets.nowUnassigned,
          over ? undefined : () => assign(after, ticket.assignee, after),
        ),
    });

  const claim = (ticket: Ticket) =>
    mutate({
      id: ticket.id,
      change: { assignee: { id: me.id, name: me.name } },
      run: () => sendClaim(ticket.id),
      done: (after) =>
        notifyDone(
          m,
          m.tickets.claimed,
          after.allowed.includes('assign') ? () => assign(after, null, after) : undefined,
        ),
    });

  /** `ticket` is what the change was made against; the other side of a later change is met, not overwritten. */
  const edit = (ticket: Ticket, patch: UpdateTicket, end: EditEnd = {}, undoing = false) =>
    mutate({
      id: ticket.id,
      change: patch,
      run: () => sendPatch(ticket, patch),
      edit: { ticket, patch, end },
      done: (after) => {
        const before = Object.fromEntries(
          Object.keys(patch).map((field) => [field, ticket[field as keyof UpdateTicket]]),
        );
        const undo = () => edit(after, before, {}, true);
        notifyDone(m, undoing ? m.tickets.undone : editedText(m, patch), undoing ? undefined : undo);
        end.done?.(after);
      },
    });

  const settleClash = (how: 'theirs' | 'mine' | 'goOn') => {
    if (!clash) return;
    setClash(undefined);
    if (how === 'theirs') clash.edit.end.dropped?.();
    if (how === 'mine') edit(clash.what.latest, clash.edit.patch, clash.edit.end);
  };

  /** Of a field's own change: a box does not wait for what else is done with the ticket. */
  const isSaving = (field: keyof UpdateTicket) => isPending && field in (variables.edit?.patch ?? {});

  return { movedFrom, setStatus, undoStatus, claim, assign, edit, isSaving, clash: clash?.what, settleClash };
}

/** What an edit changed, which is what undoing it brings back. */
function editedText({ tickets }: Messages, { priority, category, subject }: UpdateTicket): string {
  if (priority) return tickets.edited.priority(tickets.priorities[priority]);
  if (category) return tickets.edited.category(tickets.categories[category]);
  return subject === undefined ? tickets.edited.description : tickets.edited.subject;
}

export type TicketDesk = ReturnType<typeof useTicketDesk>;
