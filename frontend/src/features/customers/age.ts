import type { Customer } from '@/api/generated/types.gen';
import { deskNow } from '@/api/runtime';
import type { Formats } from '@/i18n/format';
import type { Messages } from '@/i18n/messages';
import { dayOf } from '@/i18n/zone';

/** The date of birth and the age: at their death for whoever has died, none where that day is not known. */
export function bornOn(m: Messages, f: Formats, { birth_date, deceased, deceased_at }: Customer): string | undefined {
  if (!birth_date) return undefined;
  const day = f.day(birth_date);
  if (deceased && !deceased_at) return day;
  const until = deceased_at ? deceased_at.slice(0, 10) : dayOf(deskNow().getTime(), f.timeZone);
  const months = monthsBetween(birth_date, until);
  return months < 0 ? day : `${day} (${m.customers.age(months)})`;
}

/** Whole months from one day to a later one. */
function monthsBetween(from: string, until: string): number {
  const [year = 0, month = 0, day = 0] = from.split('-').map(Number);
  const [endYear = 0, endMonth = 0, endDay = 0] = until.split('-').map(Number);
  return (endYear - year) * 12 + (endMonth - month) - (endDay < day ? 1 : 0);
}
