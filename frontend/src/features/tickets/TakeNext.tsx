import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Hand } from 'lucide-react';
import { listTickets } from '@/api/generated/sdk.gen';
import type { Priority, Ticket } from '@/api/generated/types.gen';
import { isProblem } from '@/api/problem';
import { useI18n } from '@/i18n/I18n';
import { useActions } from '@/ui/actions';
import { notifyDone } from '@/ui/notify';
import { useDoing } from '@/ui/useDoing';
import { sendClaim } from './ticketCalls';

/** Claims what waits longest of what is nobody's, the urgent first, and opens it. */
export function TakeNext({ variant = 'default' }: { variant?: 'default' | 'filled' }) {
  const { m } = useI18n();
  const navigate = useNavigate();
  const { run, isPending } = useDoing('Ticket');
  const take = () =>
    run({
      run: async () => {
        const ticket = await claimNext();
        if (!ticket) return notifyDone(m, m.tickets.noneToTake);
        notifyDone(m, m.tickets.claimed);
        return navigate({ to: '/customer-care/tickets/$ticketId', params: { ticketId: ticket.number } });
      },
    });
  const label = m.tickets.takeNext;
  useActions([{ id: 'take-next', label, icon: Hand, keys: 't', run: take }]);
  return (
    <Button
      variant={variant}
      loading={isPending}
      leftSection={<Hand size={16} aria-hidden />}
      aria-keyshortcuts="t"
      onClick={take}
    >
      {label}
    </Button>
  );
}

const ORDER: (Priority[] | undefined)[] = [['urgent'], undefined];
const MOST = 10;

/** Whoever was quicker keeps theirs, and the one after it is tried. */
async function claimNext(): Promise<Ticket | undefined> {
  for (const priority of ORDER) {
    const { data } = await listTickets({
      query: { status: ['open', 'pending'], assignee: ['none'], priority, sort: 'waiting_since', limit: MOST },
      throwOnError: true,
    });
    for (const { id } of data.data) {
      const claimed = await sendClaim(id).catch((problem) => {
        if (isProblem(problem) && problem.status === 409) return undefined;
        throw problem;
      });
      if (claimed) return claimed;
    }
  }
  return undefined;
}
