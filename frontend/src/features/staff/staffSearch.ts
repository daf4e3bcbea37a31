import { zListStaffQuery } from '@/api/generated/zod.gen';
import { searchBy } from '@/api/search';

/** What the address of the list holds, by the rules of the API. */
export const staffSearch = searchBy(zListStaffQuery, ['role', 'active', 'cursor']);
export type StaffSearch = ReturnType<typeof staffSearch>;
