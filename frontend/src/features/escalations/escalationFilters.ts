import { zListEscalationsQuery } from '@/api/generated/zod.gen';
import { searchBy } from '@/api/search';
import type { Messages } from '@/i18n/messages';
import type { Filter } from '@/ui/FilterBar';

/** What the address of the list holds, by the rules of the API. */
export const escalationSearch = searchBy(zListEscalationsQuery, [
  'status',
  'ended',
  'accepted',
  'answered_by_target',
  'target_role',
  'target',
  'escalated_by',
  'concerns',
  'awaiting',
  'source_type',
  'created_at[gte]',
  'created_at[lt]',
  'deleted',
  'customer_id',
  'sort',
  'cursor',
]);
export type EscalationSearch = ReturnType<typeof escalationSearch>;

export const SORTS = ['place', '-created_at', 'created_at'] as const;

const FILTERED = ['status', 'awaiting', 'concerns', 'ended', 'target_role', 'target', 'source_type'] as const;

const FLAGS = ['accepted', 'answered_by_target'] as const;

export function filtersOf(m: Messages, search: EscalationSearch, change: (next: EscalationSearch) => void): Filter[] {
  const words = m.escalations;
  const choices = (names: Record<string, string>) => Object.entries(names).map(([value, label]) => ({ value, label }));
  const names: Record<(typeof FILTERED)[number], [string, { value: string; label: string }[]]> = {
    status: [words.status, choices(words.statuses)],
    awaiting: [words.waitsFor, choices(words.awaited)],
    concerns: [words.concerns, choices({ me: words.concernsMe })],
    ended: [words.ended, choices(words.endings)],
    target_role: [words.askedRole, choices(words.pools)],
    target: [words.target, choices({ me: words.views.toMe, pool: words.views.pool })],
    source_type: [words.about, choices(words.source)],
  };
  const rest = { ...search, cursor: undefined };
  return [
    ...FILTERED.map(
      (id): Filter => ({
        kind: 'choice',
        id,
        label: names[id][0],
        choices: names[id][1],
        chosen: search[id] ?? [],
        onChange: (chosen) => change(escalationSearch({ ...rest, [id]: chosen.length > 0 ? chosen : undefined })),
      }),
    ),
    ...FLAGS.map(
      (id): Filter => ({
        kind: 'flag',
        id,
        label: words.flags[id].label,
        words: words.flags[id],
        chosen: search[id],
        onChange: (chosen) => change(escalationSearch({ ...rest, [id]: chosen })),
      }),
    ),
    {
      kind: 'range',
      id: 'created_at',
      label: words.at,
      range: { from: search['created_at[gte]'], until: search['created_at[lt]'] },
      onChange: ({ from, until }) =>
        change(escalationSearch({ ...rest, 'created_at[gte]': from, 'created_at[lt]': until })),
    },
  ];
}
