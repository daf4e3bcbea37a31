import type { TimelineEntry } from '@/api/generated/types.gen';
import type { Messages } from '@/i18n/messages';

/** A change of one field in words. */
export type Told = { label: string; from: string; to: string };

type Names = Record<string, string>;

/** The fields that hold what somebody wrote. */
const WRITTEN = ['body', 'description', 'summary', 'transcript', 'reason', 'outcome'];

/** What somebody wrote, for the next to read or as a change of a record; nothing where it was redacted. */
export function writtenIn(changes: TimelineEntry['changes'], fields = ['note', ...WRITTEN]): string[] {
  return fields.flatMap((field) => {
    const change = changes[field];
    const words = typeof change === 'string' ? change : (change as { to?: unknown } | undefined)?.to;
    return typeof words === 'string' ? [words] : [];
  });
}

const isEmpty = (value: unknown) =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

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
      isEmpty(value)
        ? nothing
        : (names[String(value)] ?? other ?? (Array.isArray(value) ? value.join(', ') : String(value)));
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
    case 'agent':
      return told(m.interactions.agent, people, m.interactions.unattended, m.tickets.somebody);
    case 'target':
      return told(m.escalations.target, people, m.escalations.anybody, m.tickets.somebody);
    case 'channel':
      return told(m.interactions.channel, m.interactions.one);
    case 'direction':
      return told(m.interactions.direction, m.interactions.directionsShort);
    case 'no_answer':
      return told(m.interactions.outcome, { true: m.interactions.noAnswer }, m.desk.none);
    case 'subject':
      return told(m.tickets.subject, {});
    case 'gender':
      return told(m.customers.fields.gender, m.customers.genders);
    case 'email':
    case 'phone':
    case 'other_phones':
    case 'family_name':
    case 'given_name':
    case 'former_names':
    case 'birth_date':
      return kind === 'customer' ? told(m.customers.fields[field], {}) : undefined;
    default:
      return undefined;
  }
}
