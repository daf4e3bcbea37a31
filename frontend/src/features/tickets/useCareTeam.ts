import { CARE_TEAM, useColleagues } from '@/api/colleagues';

/** Who may work a ticket. */
export function useCareTeam() {
  return useColleagues(CARE_TEAM);
}
