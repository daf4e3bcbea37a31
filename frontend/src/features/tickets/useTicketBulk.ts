import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Problem, Ticket } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { notifyDone, notifyProblem } from '@/ui/notify';
import { foresee, refresh } from './ticketCache';

type Pair = { before: Ticket; after: Ticket };
type Job = { tickets: Ticket[]; send: (ticket: Ticket) => Promise<Ticket>; undo?: (pair: Pair) => Promise<Ticket> };

/** The same change to several tickets, one after the other. Each that is refused is named; the others can be undone together. */
export function useTicketBulk() {
  const { m } = useI18n();
  const queryClient = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: async ({ tickets, send }: Job) => {
      const done: Pair[] = [];
      const refused: { number: string; problem: Problem }[] = [];
      for (const before of tickets) {
        try {
          const after = await send(before);
          foresee(queryClient, after.id, after);
          done.push({ before, after });
        } catch (problem) {
          refused.push({ number: before.number, problem: problem as Problem });
        }
      }
      return { done, refused };
    },
    onSuccess: ({ done, refused }, { undo }) => {
      refresh(queryClient);
      for (const { number, problem } of refused) {
        notifyProblem(m, { ...problem, detail: `${number}: ${problem.detail}` });
      }
      if (done.length === 0) return;
      const before = new Map(done.map((pair) => [pair.after.id, pair]));
      const back = undo && {
        tickets: done.map(({ after }) => after),
        send: (after: Ticket) => undo(before.get(after.id) as Pair),
      };
      notifyDone(m, undo ? m.tickets.bulkDone(done.length) : m.tickets.undone, back && (() => mutate(back)));
    },
  });
  return { run: mutate, isPending };
}
