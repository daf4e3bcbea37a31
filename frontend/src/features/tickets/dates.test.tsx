import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dayOf, startOfDay } from '@/i18n/zone';
import { openAt, signedInAs } from '@/test/app';
import { aTicket, queueOf } from '@/test/records';

const ZONE = 'Asia/Kathmandu';
const refund = aTicket({ subject: 'Refund is late' });

const zone = document.createElement('meta');
zone.name = 'caredesk-time-zone';
zone.content = ZONE;
beforeEach(() => document.head.append(zone));
afterEach(() => zone.remove());

test('a span of days by name is cut in the zone of the desk, and merges with the other filters', async () => {
  signedInAs('agent');
  const asked = queueOf([refund]);
  const { user, address, history } = await openAt('/customer-care/tickets?status=open');
  await user.click(await screen.findByRole('button', { name: 'Opened' }));
  await user.click(await screen.findByRole('button', { name: 'Today' }));
  const start = startOfDay(dayOf(Date.now(), ZONE), ZONE);
  expect(start).toContain('T18:15:00Z');
  await waitFor(() => expect(asked.at(-1)?.searchParams.get('created_at[gte]')).toBe(start));
  expect(asked.at(-1)?.searchParams.get('status')).toBe('open');
  expect(address()).toContain(`status=open&created_at[gte]=${start}&created_at[lt]=`);
  expect(await screen.findByRole('button', { name: 'Opened: Today' })).toBeVisible();
  history.back();
  expect(await screen.findByRole('button', { name: 'Opened' })).toBeVisible();
  expect(address()).toBe('/customer-care/tickets?status=open');
});

test('a span from one day to another includes both, and must not end before it begins', async () => {
  signedInAs('agent');
  const asked = queueOf([refund]);
  const { user } = await openAt('/customer-care/tickets', 'fr');
  await user.click(await screen.findByRole('button', { name: 'Modifié' }));
  const first = await screen.findByLabelText('Du');
  fireEvent.change(first, { target: { value: '2026-03-05' } });
  fireEvent.change(screen.getByLabelText('Au'), { target: { value: '2026-03-04' } });
  expect(screen.getByText('Finit avant de commencer')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Appliquer' }));
  expect(asked.every((url) => !url.searchParams.has('updated_at[gte]'))).toBe(true);
  fireEvent.change(screen.getByLabelText('Au'), { target: { value: '2026-03-05' } });
  await user.click(screen.getByRole('button', { name: 'Appliquer' }));
  await waitFor(() => expect(asked.at(-1)?.searchParams.get('updated_at[gte]')).toBe('2026-03-04T18:15:00Z'));
  expect(asked.at(-1)?.searchParams.get('updated_at[lt]')).toBe('2026-03-05T18:15:00Z');
  expect(await screen.findByRole('button', { name: /^Modifié\s: 5 mars 2026$/ })).toBeVisible();
  const bar = screen.getByRole('group', { name: 'Filtres' });
  await user.click(within(bar).getByRole('button', { name: 'Effacer tous les filtres' }));
  expect(await screen.findByRole('button', { name: 'Modifié' })).toBeVisible();
});

test('an address that holds instants is shown by the days they fall on, and what is no instant is dropped', async () => {
  signedInAs('agent');
  const asked = queueOf([refund]);
  await openAt('/customer-care/tickets?created_at[gte]=2026-03-04T18:15:00Z&updated_at[lt]=soon');
  expect(await screen.findByRole('button', { name: 'Opened: since Mar 5, 2026' })).toBeVisible();
  expect(asked[0]?.searchParams.has('updated_at[lt]')).toBe(false);
});
