import { assignTicket, moveTicket, redactTicket } from '@/api/generated/sdk.gen';
import type { Ticket, TicketText } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { HandOverDialog } from '@/ui/HandOverDialog';
import { MoveDialog, type PickCustomer } from '@/ui/MoveDialog';
import { holdsText, RedactDialog } from '@/ui/RedactDialog';
import { useDoing } from '@/ui/useDoing';
import { DuplicateDialog } from './DuplicateDialog';
import { useCareTeam } from './useCareTeam';
import type { TicketDesk } from './useTicketDesk';

export type TicketQuestion = 'transfer' | 'duplicate' | 'move' | 'redact';

type Props = {
  asked: TicketQuestion | undefined;
  ticket: Ticket;
  desk: TicketDesk;
  pick: PickCustomer;
  onClose: () => void;
};

/** What is asked before a ticket changes hands, patient, or is another one's twin. */
export function TicketDialogs({ asked, ticket, desk, pick, onClose }: Props) {
  const { m } = useI18n();
  const words = m.tickets;
  const staff = useCareTeam();
  const { run, isPending } = useDoing('Ticket', 'Interaction', 'Escalation');
  const path = { id: ticket.id };
  if (asked === 'transfer') {
    return (
      <HandOverDialog
        title={words.actions.transfer}
        about={words.transferAbout}
        nobody={words.putInQueue}
        people={staff}
        now={ticket.assignee?.id}
        draft={`ticket.${ticket.id}.transfer`}
        pending={isPending}
        onGive={(to, note, sent) =>
          run({
            run: () => assignTicket({ path, body: { assignee_id: to, note }, throwOnError: true }),
            said: to
              ? words.assignedTo(staff.find(({ id }) => id === to)?.name ?? words.somebody)
              : words.nowUnassigned,
            done: sent,
          })
        }
        onClose={onClose}
      />
    );
  }
  if (asked === 'move') {
    return (
      <MoveDialog
        title={words.actions.move}
        pick={pick}
        draft={`ticket.${ticket.id}.move`}
        along={words.moveAlong}
        pending={isPending}
        onMove={(to, reason, along, sent) =>
          run({
            run: () =>
              moveTicket({ path, body: { customer_id: to.id, reason, with_interactions: along }, throwOnError: true }),
            said: words.moved(to.name),
            done: sent,
          })
        }
        onClose={onClose}
      />
    );
  }
  if (asked === 'redact') {
    return (
      <RedactDialog<TicketText>
        fields={(Object.entries(words.redactable) as [TicketText, string][])
          .filter(([field]) => field === 'note' || field === 'reason' || holdsText(ticket[field]))
          .map(([value, label]) => ({ value, label }))}
        draft={`ticket.${ticket.id}`}
        resources={['Ticket']}
        send={(fields, reason) => redactTicket({ path, body: { fields, reason }, throwOnError: true })}
        onClose={onClose}
      />
    );
  }
  if (asked === 'duplicate') return <DuplicateDialog ticket={ticket} desk={desk} onClose={onClose} />;
  return null;
}
