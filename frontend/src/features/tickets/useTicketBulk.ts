import { useMutation, useQueryClient } from '@tanstack/react-query';
import { changeTickets } from '@/api/generated/sdk.gen';
import type { ChangeTickets, Problem, Ticket } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { notifyDone, notifyProblem } from '@/ui/notify';
import { foresee, refresh } from './ticketCache';

type Pair = { before: Ticket; after: Ticket };
type Change = Omit<ChangeTickets, 'ids'>;
type Refused = { number: string; problem: Problem };
type Job = { tickets: Ticket[] } & (
  | { change: Change; said: string; undo: (pair: Pair) => Promise<Ticket> }
  | { send: (ticket: Ticket) => Promise<Ticket> }
);

/** The same change to several tickets in as few requests as they fit in. Each that is refused is named; the others can be undone together. */
export function useTicketBulk() {
  const { m } = useI18n();
  const queryClient = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: (job: Job) => ('change' in job ? together(job.tickets, job.change) : oneByOne(job.tickets, job.send)),
    onError: (problem: Problem) => notifyProblem(m, problem),
    onSuccess: ({ done, refused }, job) => {
      for (const { after } of done) foresee(queryClient, after.id, after);
      refresh(queryClient);
      for (const { number, problem } of refused) {
        notifyProblem(m, { ...problem, detail: `${m.desk.label(number)} ${problem.detail}` });
      }
      if (done.length === 0) return;
      const before = new Map(done.map((pair) => [pair.after.id, pair]));
      if (!('undo' in job)) return notifyDone(m, m.tickets.undone);
      const back = {
        tickets: done.map(({ after }) => after),
        send: (after: Ticket) => job.undo(before.get(after.id) as Pair),
      };
      notifyDone(m, m.tickets.bulkDone(done.length, job.said), () => mutate(back));
    },
  });
  return { run: mutate, isPending };
}

/** The most tickets of one call. */
const MOST = 100;

async function together(tickets: Ticket[], change: Change) {
  const before = new Map(tickets.map((ticket) => [ticket.id, ticket]));
  const done: Pair[] = [];
  const refused: Refused[] = [];
  for (let at = 0; at < tickets.length; at += MOST) {
    const ids = tickets.slice(at, at + MOST).map(({ id }) => id);
    const { data } = await changeTickets({ body: { ...change, ids }, throwOnError: true });
    // They are answered in the order of their ids.
    for (const { id, ticket, problem } of data.data) {
      const was = before.get(id) as Ticket;
      if (ticket) done.push({ before: was, after: ticket });
      else if (problem) refused.push({ number: was.number, problem });
    }
  }
  return { done, refused };
}

/** Taking back is different for each: to where it was, and only what nobody changed since. */
async function oneByOne(tickets: Ticket[], send: (ticket: Ticket) => Promise<Ticket>) {
  const done: Pair[] = [];
  const refused: Refused[] = [];
  for (const before of tickets) {
    try {
      done.push({ before, after: await send(before) });
    } catch (problem) {
      refused.push({ number: before.number, problem: problem as Problem });
    }
  }
  return { done, refused };
}
