// Calendar days in the desk's time zone, which need not be the browser's. A day is `2026-11-22`; an instant is UTC.

const DAY = 86_400_000;

function offsetAt(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const there = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return there - Math.floor(instant / 1000) * 1000;
}

export function dayOf(instant: number | string, timeZone: string): string {
  const at = new Date(instant).getTime();
  return new Date(at + offsetAt(at, timeZone)).toISOString().slice(0, 10);
}

/** An instant as a field of a day and a time holds it: `2026-11-22T09:30`. */
export function localOf(at: string | null, timeZone: string): string {
  if (!at) return '';
  const instant = new Date(at).getTime();
  return new Date(instant + offsetAt(instant, timeZone)).toISOString().slice(0, 16);
}

/** The instant of such a field. A time that comes twice where the clock goes back is the earlier one. */
export function instantOf(local: string, timeZone: string): string | undefined {
  const wall = Date.parse(`${local}Z`);
  if (local === '' || Number.isNaN(wall)) return undefined;
  const around = [-DAY, 0, DAY].map((step) => wall - offsetAt(wall + step, timeZone));
  const exact = around.filter((at) => at + offsetAt(at, timeZone) === wall).sort((a, b) => a - b);
  // Where the clock goes forward over it, the time as it would have been before.
  return new Date(exact[0] ?? Math.max(...around)).toISOString();
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** The first instant of a day, also where the clock changes on it. */
export function startOfDay(day: string, timeZone: string): string {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const around = [-DAY, 0, DAY].map((step) => midnight - offsetAt(midnight + step, timeZone));
  const starts = around.filter((at) => dayOf(at, timeZone) === day).sort((a, b) => a - b);
  return new Date(starts[0] ?? midnight).toISOString().replace('.000Z', 'Z');
}
