import type { Me } from '@/api/generated/types.gen';
import { zListInteractionsQuery } from '@/api/generated/zod.gen';
import { searchBy } from '@/api/search';
import type { Messages } from '@/i18n/messages';
import type { Filter } from '@/ui/FilterBar';

/** What the address of the list holds, by the rules of the API. */
export const interactionSearch = searchBy(zListInteractionsQuery, [
  'status',
  'channel',
  'agent',
  'started_at[gte]',
  'started_at[lt]',
  'ended_at[gte]',
  'ended_at[lt]',
  'end_given',
  'deleted',
  'customer_id',
  'sort',
  'cursor',
]);
export type InteractionSearch = ReturnType<typeof interactionSearch>;

export const SORTS = ['-started_at', 'started_at', '-updated_at'] as const;

type Choice = { value: string; label: string };
type Colleague = { id: string; name: string };
type Change = (next: InteractionSearch) => void;

export function filtersOf(
  m: Messages,
  me: Me,
  staff: Colleague[],
  search: InteractionSearch,
  change: Change,
): Filter[] {
  const words = m.interactions;
  const choices = (names: Record<string, string>) => Object.entries(names).map(([value, label]) => ({ value, label }));
  const rest = { ...search, cursor: undefined };
  const others = staff.filter(({ id }) => id !== me.id).map(({ id, name }) => ({ value: id, label: name }));
  const choice = (id: 'status' | 'channel' | 'agent', label: string, from: Choice[]): Filter => ({
    kind: 'choice',
    id,
    label,
    choices: from,
    chosen: search[id] ?? [],
    onChange: (chosen) => change(interactionSearch({ ...rest, [id]: chosen.length > 0 ? chosen : undefined })),
  });
  const range = (id: 'started_at' | 'ended_at', label: string): Filter => ({
    kind: 'range',
    id,
    label,
    range: { from: search[`${id}[gte]`], until: search[`${id}[lt]`] },
    onChange: ({ from, until }) => change(interactionSearch({ ...rest, [`${id}[gte]`]: from, [`${id}[lt]`]: until })),
  });
  return [
    choice('status', words.status, choices(words.statuses)),
    choice('channel', words.channel, choices(words.one)),
    choice('agent', words.agent, [...choices({ me: words.me, none: words.nobody }), ...others]),
    range('started_at', words.startedAt),
    range('ended_at', words.endedAt),
    {
      kind: 'flag',
      id: 'end_given',
      label: words.endGiven.label,
      words: words.endGiven,
      chosen: search.end_given,
      onChange: (chosen) => change(interactionSearch({ ...rest, end_given: chosen })),
    },
  ];
}
