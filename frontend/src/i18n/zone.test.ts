import { expect, test } from 'vitest';
import { addDays, dayOf, instantOf, localOf, startOfDay } from './zone';

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

test('a day and a time are those of the desk, also where its clock changes', () => {
  expect(localOf('2026-11-22T08:30:00Z', 'Africa/Lagos')).toBe('2026-11-22T09:30');
  expect(instantOf('2026-11-22T09:30', 'Africa/Lagos')).toBe('2026-11-22T08:30:00.000Z');
  expect(localOf(null, 'UTC')).toBe('');
  expect(instantOf('', 'UTC')).toBeUndefined();
  expect(instantOf('yesterday', 'UTC')).toBeUndefined();
  // One o'clock comes twice that night, and half past one never on the other.
  expect(instantOf('2026-11-01T01:30', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z');
  expect(instantOf('2026-03-29T01:30', 'Europe/London')).toBe('2026-03-29T01:30:00.000Z');
  for (const at of ['2026-03-29T00:59:00.000Z', '2026-10-25T02:00:00.000Z']) {
    expect(instantOf(localOf(at, 'Europe/London'), 'Europe/London')).toBe(at);
  }
});
