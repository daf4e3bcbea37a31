import { useQuery } from '@tanstack/react-query';
import { listStaffOptions } from '@/api/generated/@tanstack/react-query.gen';

/** Who may work a ticket. They change rarely, so they are asked for once in a while. */
export function useCareTeam() {
  const { data } = useQuery({
    ...listStaffOptions({ query: { role: ['agent', 'admin'], limit: 200 } }),
    staleTime: 5 * 60_000,
  });
  return data?.data ?? [];
}
