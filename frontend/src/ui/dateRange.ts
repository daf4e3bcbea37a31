import { addDays, dayOf, startOfDay } from '@/i18n/zone';

/** Instants, the first included and the last not; either may be open. */
export type DateRange = { from?: string; until?: string };
/** Calendar days, both included; '' is open. */
export type DaySpan = { first: string; last: string };

export const PRESETS = ['today', 'yesterday', 'week', 'month', 'ninety', 'thisMonth', 'lastMonth'] as const;
export type Preset = (typeof PRESETS)[number];

export function presetSpan(preset: Preset, now: number, timeZone: string): DaySpan {
  const today = dayOf(now, timeZone);
  switch (preset) {
    case 'today':
      return { first: today, last: today };
    case 'yesterday':
      return { first: addDays(today, -1), last: addDays(today, -1) };
    case 'week':
      return { first: addDays(today, -6), last: today };
    case 'month':
      return { first: addDays(today, -29), last: today };
    case 'ninety':
      return { first: addDays(today, -89), last: today };
    case 'thisMonth':
      return { first: firstOfMonth(today), last: today };
    case 'lastMonth': {
      const last = addDays(firstOfMonth(today), -1);
      return { first: firstOfMonth(last), last };
    }
  }
}

const firstOfMonth = (day: string) => `${day.slice(0, 8)}01`;

export function rangeOf({ first, last }: DaySpan, timeZone: string): DateRange {
  return {
    from: first === '' ? undefined : startOfDay(first, timeZone),
    until: last === '' ? undefined : startOfDay(addDays(last, 1), timeZone),
  };
}

/** The days a range touches: an address may also hold instants within a day. */
export function spanOf({ from, until }: DateRange, timeZone: string): DaySpan {
  return {
    first: from === undefined ? '' : dayOf(from, timeZone),
    last: until === undefined ? '' : dayOf(Date.parse(until) - 1, timeZone),
  };
}
