import { useInfiniteQuery } from '@tanstack/react-query';
import { CARE_TEAM, useColleagueNames } from '@/api/colleagues';
import { getInteractionTimelineInfiniteOptions } from '@/api/generated/@tanstack/react-query.gen';
import { useI18n } from '@/i18n/I18n';
import { History } from '@/ui/History';
import { tellChange } from '@/ui/tell';

export function useInteractionTimeline(interactionId: string) {
  const path = { id: interactionId };
  return useInfiniteQuery({
    ...getInteractionTimelineInfiniteOptions({ path, query: { limit: 25 } }),
    initialPageParam: { path },
    getNextPageParam: ({ page }) => page.next_cursor ?? undefined,
  });
}

export function InteractionHistory({ interactionId }: { interactionId: string }) {
  const { m } = useI18n();
  const people = useColleagueNames(CARE_TEAM);
  return (
    <History
      page="interaction"
      query={useInteractionTimeline(interactionId)}
      tell={(field, from, to, of) => tellChange(m, field, { from, to }, of, people)}
    />
  );
}
