import { useQuery, useQueryClient } from '@tanstack/react-query';
import { listNoticesQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { listNotices } from '@/api/generated/sdk.gen';
import type { NoticeListResponse } from '@/api/generated/types.gen';
import { problemOf } from '@/api/problem';

type Held = { list: NoticeListResponse; tag: string };

/** Asks every 15 seconds, as a page and not as a person, and is told at once when there is nothing new. */
export function useNotices() {
  const queryClient = useQueryClient();
  const queryKey = listNoticesQueryKey();
  return useQuery<Held>({
    queryKey,
    refetchInterval: 15_000,
    queryFn: async ({ signal }) => {
      const before = queryClient.getQueryData<Held>(queryKey);
      const headers = { 'CareDesk-Background': '1', ...(before ? { 'If-None-Match': before.tag } : {}) };
      const { data, error, response } = await listNotices({
        query: { limit: 25 },
        headers,
        signal,
        throwOnError: false,
      });
      if (before && response?.status === 304) return before;
      if (!data) throw problemOf(error, response);
      return { list: data, tag: response?.headers.get('etag') ?? '' };
    },
  });
}
