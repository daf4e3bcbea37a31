import type { TimelineEntry } from '@/api/generated/types.gen';
import type { Messages } from '@/i18n/messages';

/** A change of one field in words. */
export type Told = { label: string; from: string; to: string };

type Names = Record<string, string>;

/** `people` are colleagues by their ids; who has left them is somebody. */
export function tellChange(
  m: Messages,
  field: string,
  change: { from?: unknown; to?: unknown },
  { kind }: TimelineEntry['subject'],
  people: Names = {},
): Told | undefined {
  const told = (label: string, names: Names, nothing = m.desk.none, other?: string): Told => {
    const word = (value: unknown) =>
      value === null || value === undefined ? nothing : (names[String(value)] ?? other ?? String(value));
    return { label, from: word(change.from), to: word(change.to) };
  };
  const statuses: Partial<Record<typeof kind, Names>> = {
    ticket: m.tickets.statuses,
    message: m.tickets.statuses,
    interaction: m.interactions.statuses,
    escalation: m.escalations.statuses,
  };
  switch (field) {
    case 'status':
      return told(m.tickets.status, statuses[kind] ?? {});
    case 'priority':
      return told(m.tickets.priority, m.tickets.priorities);
    case 'category':
      return told(m.tickets.category, m.tickets.categories);
    case 'assignee':
      return told(m.tickets.assignee, people, m.tickets.unassigned, m.tickets.somebody);
    case 'subject':
      return told(m.tickets.subject, {});
    case 'email':
    case 'phone':
    case 'family_name':
    case 'given_name':
    case 'birth_date':
      return kind === 'customer' ? told(m.customers.fields[field], {}) : undefined;
    default:
      return undefined;
  }
}
