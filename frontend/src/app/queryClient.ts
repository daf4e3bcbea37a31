import { QueryClient } from '@tanstack/react-query';
import type { Problem } from '@/api/generated/types.gen';
import { isPassing } from '@/api/problem';

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: Problem;
  }
}

export function createQueryClient() {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        refetchOnWindowFocus: true,
        networkMode: 'always',
        retry: (count, problem) => isPassing(problem) && count < 3,
        retryDelay: (count) => Math.min(500 * 2 ** count, 5000),
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
