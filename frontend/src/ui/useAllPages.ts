import { useEffect } from 'react';

type Pages = { hasNextPage: boolean; isFetching: boolean; isError: boolean; fetchNextPage: () => unknown };

/** Reads on until the last page: what was said last must not wait behind a button. */
export function useAllPages({ hasNextPage, isFetching, isError, fetchNextPage }: Pages) {
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
}
