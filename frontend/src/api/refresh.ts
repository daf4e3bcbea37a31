import type { QueryClient } from '@tanstack/react-query';

/** What tells of several kinds of record at once. */
const SUMMARIES = ['getDashboard', 'getCustomerProfile', 'getCustomerTimeline'];

/** Has everything read again whose operation names one of `resources`, such as `Ticket`, and what sums them up. */
export function refreshAbout(queryClient: QueryClient, resources: readonly string[]) {
  const about = [...resources, ...SUMMARIES].map((each) => each.toLowerCase());
  return queryClient.invalidateQueries({
    predicate: ({ queryKey }) => {
      const id = (queryKey[0] as { _id?: string } | undefined)?._id?.toLowerCase() ?? '';
      return about.some((each) => id.includes(each));
    },
  });
}
