import { expect, test } from 'vitest';
import { addDays, dayOf, startOfDay } from './zone';

test('a day begins at midnight of the desk, wherever the browser is', () => {
  expect(startOfDay('2026-11-22', 'Africa/Lagos')).toBe('2026-11-21T23:00:00Z');
  expect(startOfDay('2026-11-22', 'Asia/Kathmandu')).toBe('2026-11-21T18:15:00Z');
  expect(startOfDay('2026-11-22', 'America/New_York')).toBe('2026-11-22T05:00:00Z');
});

test('days on which the clock changes are as long as they are', () => {
  expect(startOfDay('2026-03-29', 'Europe/London')).toBe('2026-03-29T00:00:00Z');
  expect(startOfDay('2026-03-30', 'Europe/London')).toBe('2026-03-29T23:00:00Z');
  expect(startOfDay('2026-11-01', 'America/New_York')).toBe('2026-11-01T04:00:00Z');
  expect(startOfDay('2026-11-02', 'America/New_York')).toBe('2026-11-02T05:00:00Z');
  // In Cairo the clock goes from 23:59 to 01:00 that night: the day begins at one.
  expect(startOfDay('2026-04-24', 'Africa/Cairo')).toBe('2026-04-23T22:00:00Z');
});

test('an instant belongs to the day of the desk, and days are counted by the calendar', () => {
  expect(dayOf('2026-11-21T23:30:00Z', 'Africa/Lagos')).toBe('2026-11-22');
  expect(dayOf('2026-11-22T04:30:00Z', 'America/New_York')).toBe('2026-11-21');
  expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
});
