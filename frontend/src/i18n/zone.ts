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
