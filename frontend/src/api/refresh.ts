import type { QueryClient } from '@tanstack/react-query';

/** Has everything read again whose operation names one of `resources`, such as `Ticket`. */
export function refreshAbout(queryClient: QueryClient, resources: readonly string[]) {
  const about = resources.map((each) => each.toLowerCase());
  return queryClient.invalidateQueries({
    predicate: ({ queryKey }) => {
      const id = (queryKey[0] as { _id?: string } | undefined)?._id?.toLowerCase() ?? '';
      return about.some((each) => id.includes(each));
    },
  });
}
