import { useI18n } from '@/i18n/I18n';
import { ConflictDialog } from '@/ui/ConflictDialog';
import type { TicketDesk } from './useTicketDesk';

/** Somebody else changed the same field of a ticket: what is to stand is asked, wherever the change was made. */
export function TicketConflict({ desk }: { desk: TicketDesk }) {
  const { m } = useI18n();
  const { clash, settleClash } = desk;
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
      onKeepTheirs={() => settleClash('theirs')}
      onUseMine={() => settleClash('mine')}
      onGoOn={() => settleClash('goOn')}
    />
  );
}
