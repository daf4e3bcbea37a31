import type { Formats } from '@/i18n/format';
import type { Messages } from '@/i18n/messages';
import { type BehindSearch, type Counted, spanOfSearch } from './reports';

type Named = BehindSearch & { counted: Counted };

/** Credited to who did it; the others count for whoever has the ticket. */
const DONE: readonly Counted[] = [
  'responded',
  'resolved',
  'resolved_still',
  'reopened_since',
  'first_resolved',
  'resolved_as_duplicates',
  'first_resolved_as_duplicates',
  'past_reopen_window',
  'too_recent',
  'reopened',
  'first_contact',
];

/** What is listed, in a sentence: “Tickets resolved from 1 to 31 October by Ada Obi”. */
export function sentenceOf(m: Messages, f: Formats, search: Named, agent: string | undefined): string {
  const words = m.oversight.behind;
  const { counted, category, priority, age, stem } = search;
  const { first, last } = spanOfSearch(search, f.timeZone);
  const whose = () => {
    if (!agent) return undefined;
    if (counted === 'backlog') return words.heldThen(agent);
    return DONE.includes(counted) ? words.by(agent) : words.heldBy(agent);
  };
  return [
    words.counted[counted],
    category && words.ofCategory(m.tickets.categories[category]),
    priority && words.ofPriority(m.tickets.priorities[priority]),
    age && words.ages[age],
    stem && words.withWord(stem),
    counted === 'backlog' ? words.atEnd(f.shortDay(last)) : words.within(f.shortDay(first), f.shortDay(last)),
    whose(),
  ]
    .filter(Boolean)
    .join(' ');
}
