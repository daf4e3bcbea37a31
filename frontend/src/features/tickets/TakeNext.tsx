import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Hand } from 'lucide-react';
import { useI18n } from '@/i18n/I18n';
import { useActions } from '@/ui/actions';
import { notifyDone } from '@/ui/notify';
import { useDoing } from '@/ui/useDoing';
import { sendClaimNext } from './ticketCalls';

/** Claims the first ticket of the queue that is nobody's, and opens it. */
export function TakeNext({ variant = 'default' }: { variant?: 'default' | 'filled' }) {
  const { m } = useI18n();
  const navigate = useNavigate();
  const { run, isPending } = useDoing('Ticket');
  const take = () =>
    run({
      run: async () => {
        const { number: ticketId } = await sendClaimNext();
        notifyDone(m, m.tickets.claimed);
        return navigate({ to: '/customer-care/tickets/$ticketId', params: { ticketId } });
      },
      refused: ({ code }) => {
        if (code === 'queue_empty') notifyDone(m, m.tickets.noneToTake);
        return code === 'queue_empty';
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
