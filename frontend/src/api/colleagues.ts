import { useQuery } from '@tanstack/react-query';
import { listStaffOptions } from './generated/@tanstack/react-query.gen';
import type { Role } from './generated/types.gen';

/** Who works tickets and interactions. */
export const CARE_TEAM: Role[] = ['agent', 'admin'];

/** Who is asked by escalations. */
export const ASKED: Role[] = ['doctor', 'admin'];

/** Active colleagues of these roles, by name. They change rarely, so they are asked for once in a while. */
export function useColleagues(role: Role[]) {
  const { data } = useQuery({ ...listStaffOptions({ query: { role, limit: 200 } }), staleTime: 5 * 60_000 });
  return (data?.data ?? []).filter(({ active }) => active !== false);
}

/** The names of active colleagues of these roles, by their ids. */
export function useColleagueNames(role: Role[]): Record<string, string> {
  return Object.fromEntries(useColleagues(role).map(({ id, name }) => [id, name]));
}
