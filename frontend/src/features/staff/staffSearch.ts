import { zListStaffQuery } from '@/api/generated/zod.gen';
import { searchBy } from '@/api/search';

const byRule = searchBy(zListStaffQuery, ['role', 'cursor']);

export type StaffSearch = ReturnType<typeof byRule> & { active?: boolean };

/** What the address of the list holds; an address knows words alone, so `active` is read from one. */
export function staffSearch(raw: Record<string, unknown>): StaffSearch {
  const active = { true: true, false: false }[String(raw.active)];
  return active === undefined ? byRule(raw) : { ...byRule(raw), active };
}
