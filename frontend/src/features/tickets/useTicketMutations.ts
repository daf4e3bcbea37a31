import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { assignTicket, claimTicket, getTicket, setTicketStatus, updateTicket } from '@/api/generated/sdk.gen';
import type { Me, Problem, StaffReference, Ticket, TicketStatus, UpdateTicket } from '@/api/generated/types.gen';
import { Clash, saveOver } from '@/api/merge';
import { useI18n } from '@/i18n/I18n';
import { notifyDone, notifyProblem } from '@/ui/notify';
import { foresee, refresh, settle } from './ticketCache';

type Step = {
  /** What the ticket will look like if all goes well. */
  change: Partial<Ticket>;
  run: () => Promise<Ticket>;
  done?: (after: Ticket) => void;
};

export type TicketClash = Clash<Ticket, UpdateTicket>;

/** Everything that changes a ticket: shown at once, taken back when refused, and with a way to undo. */
export function useTicketMutations(ticket: Ticket, me: Me) {
  const { m } = useI18n();
  const queryClient = useQueryClient();
  const [clash, setClash] = useState<TicketClash>();
  // The status before this page's own last move: known at once, while the timeline is still being read again.
  const [movedFrom, setMovedFrom] = useState<TicketStatus>();
  const path = { id: ticket.id };

  const { mutate } = useMutation<Ticket, Problem | TicketClash, Step, () => void>({
    mutationFn: ({ run }) => run(),
    onMutate: ({ change }) => foresee(queryClient, ticket.id, change),
    onSuccess: (after, { done }) => {
      settle(queryClient, after);
      done?.(after);
    },
    onError: (problem, _, takeBack) => {
      takeBack?.();
      if (problem instanceof Clash) {
        foresee(queryClient, ticket.id, problem.latest);
        setClash(problem);
      } else {
        notifyProblem(m, problem);
      }
      refresh(queryClient);
    },
  });

  const setStatus = (status: TicketStatus, then?: () => void) =>
    mutate({
      change: { status },
      run: async () => (await setTicketStatus({ path, body: { status }, throwOnError: true })).data,
      done: () => {
        setMovedFrom(ticket.status);
        notifyDone(m, m.tickets.changed(m.tickets.statuses[status]), () => undoStatus(ticket.status));
        then?.();
      },
    });

  const undoStatus = (status: TicketStatus) =>
    mutate({
      change: { status },
      run: async () => (await setTicketStatus({ path, body: { status, undo: true }, throwOnError: true })).data,
      done: () => notifyDone(m, m.tickets.undone),
    });

  const claim = () =>
    mutate({
      change: { assignee: { id: me.id, name: me.name } },
      run: async () => (await claimTicket({ path, throwOnError: true })).data,
      done: () => notifyDone(m, m.tickets.claimed),
    });

  const assign = (assignee: StaffReference | null) =>
    mutate({
      change: { assignee },
      run: async () =>
        (await assignTicket({ path, body: { assignee_id: assignee?.id ?? null }, throwOnError: true })).data,
      done: () => notifyDone(m, assignee ? m.tickets.assignedTo(assignee.name) : m.tickets.unassigned),
    });

  const edit = (patch: UpdateTicket, base: Ticket = ticket) =>
    mutate({
      change: patch,
      run: () =>
        saveOver({
          base,
          patch,
          send: async (body, ifMatch) =>
            (await updateTicket({ path, body, headers: { 'If-Match': ifMatch }, throwOnError: true })).data,
          latest: async () => (await getTicket({ path, throwOnError: true })).data,
        }),
    });

  return { movedFrom, setStatus, undoStatus, claim, assign, edit, clash, clearClash: () => setClash(undefined) };
}

export type TicketMutations = ReturnType<typeof useTicketMutations>;
