import type { Ticket } from '@/api/generated/types.gen';
import { zUpdateTicketBody } from '@/api/generated/zod.gen';
import { placeFaults } from '@/api/problem';
import { faultsOf } from '@/api/rules';
import { useI18n } from '@/i18n/I18n';
import { EditBox, EditButton } from '@/ui/EditInPlace';
import { useInPlace } from '@/ui/useInPlace';
import { editKey, type TextField } from './drafts';
import type { TicketDesk } from './useTicketDesk';

/** The id of the box of a field, for the actions that open it. */
export const textId = (field: TextField) => `edit-${field}`;

const LONGEST: Record<TextField, number> = { subject: 255, description: 10_000 };

/** The subject or the description, edited where it stands: the button that opens it, and the box while it is open. */
export function useTicketText(ticket: Ticket, desk: TicketDesk, field: TextField) {
  const { m } = useI18n();
  const place = useInPlace(editKey(ticket.id, field), ticket.version, ticket[field]);
  const may = ticket.allowed.includes('edit_ticket');
  const id = textId(field);
  const save = (text: string, fault: (detail: string) => void) => {
    const base = { ...ticket, version: place.base.version, [field]: place.base.value };
    desk.edit(
      base,
      { [field]: text },
      {
        done: ({ version }) => place.saved(text, version),
        dropped: place.close,
        refused: (problem) => {
          const { beside, complete } = placeFaults(m, problem, [field]);
          if (beside[field]) fault(beside[field]);
          return complete;
        },
      },
    );
  };
  const box = may && place.open && (
    <EditBox
      id={id}
      label={m.tickets[field]}
      place={place}
      single={field === 'subject'}
      maxLength={LONGEST[field]}
      pending={desk.isSaving(field)}
      check={(text) => faultsOf(zUpdateTicketBody, { [field]: text }, m.desk)[field]}
      onSave={save}
    />
  );
  const button = may && !place.open && (
    <EditButton label={m.tickets.actions.editText[field]} place={place} boxId={id} />
  );
  return { box, button };
}
