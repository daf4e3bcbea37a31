import { useInfiniteQuery } from '@tanstack/react-query';
import { CARE_TEAM, useColleagueNames } from '@/api/colleagues';
import { getCustomerTimelineInfiniteOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { GetCustomerTimelineData } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { FilterBar } from '@/ui/FilterBar';
import { History } from '@/ui/History';
import { tellChange } from '@/ui/tell';

export type TimelineKind = NonNullable<NonNullable<GetCustomerTimelineData['query']>['kind']>[number];

type Props = { customerId: string; kinds: TimelineKind[]; onKinds: (kinds: TimelineKind[]) => void };

/** Everything that happened with a customer, the latest first, or what is of some kinds. */
export function CustomerTimeline({ customerId, kinds, onKinds }: Props) {
  const { m } = useI18n();
  const words = m.customers.timeline;
  const people = useColleagueNames(CARE_TEAM);
  const path = { id: customerId };
  const kind = kinds.length > 0 ? kinds : undefined;
  const query = useInfiniteQuery({
    ...getCustomerTimelineInfiniteOptions({ path, query: { kind, limit: 25 } }),
    initialPageParam: { path },
    getNextPageParam: ({ page }) => page.next_cursor ?? undefined,
    refetchInterval: 30_000,
  });
  const choices = Object.entries(words.kinds).map(([value, label]) => ({ value, label }));
  return (
    <History
      query={query}
      page="customer"
      tell={(field, from, to, of) => tellChange(m, field, { from, to }, of, people)}
      empty={kind ? words.noneOfKind : words.none}
      side={
        <FilterBar
          filters={[
            {
              kind: 'choice',
              id: 'kind',
              label: words.kind,
              choices,
              chosen: kinds,
              onChange: (chosen) => onKinds(chosen as TimelineKind[]),
            },
          ]}
          onClear={() => onKinds([])}
        />
      }
    />
  );
}
