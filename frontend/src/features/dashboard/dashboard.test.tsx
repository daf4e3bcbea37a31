import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Dashboard } from '@/api/generated/types.gen';
import { ADA, openAt, signedInAs } from '@/test/app';
import { aDeed, anEscalation, anInteraction, aTicket } from '@/test/records';
import { answer, refuse } from '@/test/server';

const AT = '2026-11-22T09:00:00Z';

function figures(with_: Partial<Dashboard> = {}): Dashboard {
  return {
    at: AT,
    day_started_at: AT,
    work: {
      active_interactions: [anInteraction()],
      active_interactions_count: 3,
      my_tickets: { open: 4, pending: 2, escalated: 1 },
      unassigned: { urgent: 5, high: 0, medium: 3, low: 0 },
      unattended: 2,
      unfetched: 3,
      longest_waiting: [aTicket({ subject: 'Refund is late' })],
      resolved_today: 6,
      escalated_cases: 1,
      first_response: { days: 7, n: 12, mean_seconds: 5400, median_seconds: 900, p90_seconds: null },
    },
    escalations: {
      to_me: 0,
      in_my_pool: 2,
      longest_waiting: [anEscalation()],
      questions: 1,
      answers_to_pass_on: 0,
    },
    latest_activity: [aDeed({ action: 'claim' })],
    ...with_,
  };
}

test('an agent lands on what waits for them, and each figure is the way to its list', async () => {
  signedInAs('agent');
  answer('get', '/dashboard', () => figures());
  const { address } = await openAt('/');
  expect(await screen.findByRole('heading', { name: 'Dashboard', level: 1 })).toBeVisible();
  expect(address()).toBe('/customer-care/dashboard');
  const waiting = await screen.findByRole('list', { name: 'Waiting longest' });
  expect(within(waiting).getByRole('link', { name: 'Refund is late' })).toBeVisible();
  expect(screen.getByRole('list', { name: 'Running now' })).toHaveTextContent('Call with Ife Adebayo');
  const leads = (name: string) => decodeURIComponent(screen.getByRole('link', { name }).getAttribute('href') ?? '');
  expect(leads('Show all 3')).toBe('/customer-care/interactions?agent=me&status=active');
  expect(leads('6 tickets resolved today')).toBe(`/customer-care/tickets?resolved_by=me&resolved_at[gte]=${AT}`);
  expect(leads('Reply not fetched by the app')).toBe('/customer-care/tickets?unfetched_by=me');
  const mine = '/customer-care/escalations?status=';
  expect(leads('Asked back')).toBe(`${mine}pending,in_progress&awaiting=care_team&concerns=me`);
  expect(leads('Not answered yet')).toBe(`${mine}pending,in_progress&concerns=me`);
  expect(leads('Answers to pass on')).toBe(`${mine}resolved&concerns=me`);
  expect(leads('Tickets answered')).toBe(
    `/customer-care/my-figures/behind?counted=responded&from=2026-11-16&to=2026-11-22&agent_id=${ADA.id}`,
  );
  // Nobody asks an agent.
  expect(screen.queryByText('Waiting for me')).not.toBeInTheDocument();
  expect(screen.queryByText('In our pool')).not.toBeInTheDocument();
  expect(screen.queryByRole('region', { name: 'Asked of me' })).not.toBeInTheDocument();
  const queue = within(screen.getByRole('region', { name: 'Nobody’s yet' }));
  const urgent = queue.getByRole('link', { name: 'Urgent' });
  expect(urgent.closest('div')).toHaveTextContent('5');
  expect(decodeURIComponent(urgent.getAttribute('href') ?? '')).toBe(
    '/customer-care/tickets?status=open,pending&assignee=none&priority=urgent',
  );
  const response = screen.getByRole('region', { name: 'My first response, last 7 days' });
  expect(response).toHaveTextContent('Median15 min 0 s');
  // Nobody knows yet is not zero.
  expect(response).toHaveTextContent('9 in 10 within–');
  expect(screen.getByRole('list', { name: 'What I did last' })).toHaveTextContent('Ada Obi claimed the ticket');
});

test('a doctor has escalations there, and neither tickets nor interactions to work', async () => {
  signedInAs('doctor');
  answer('get', '/dashboard', () => figures({ work: null, latest_activity: [] }));
  await openAt('/customer-care/dashboard');
  expect(await screen.findByRole('list', { name: 'Asked of me' })).toHaveTextContent('Charged twice in March');
  expect(screen.queryByRole('region', { name: 'My tickets' })).not.toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'New ticket' })).not.toBeInTheDocument();
  expect(screen.getByText('Nothing yet.')).toBeVisible();
  const leads = (name: string) => decodeURIComponent(screen.getByRole('link', { name }).getAttribute('href') ?? '');
  expect(leads('Waiting for me')).toBe('/customer-care/escalations?awaiting=target&target=me');
  expect(leads('In our pool')).toBe('/customer-care/escalations?awaiting=target&target_role=doctor&target=pool');
  // Doctors ask nobody.
  expect(screen.queryByText('Asked back')).not.toBeInTheDocument();
});

test('figures that cannot be loaded say why, and can be asked for again', async () => {
  signedInAs('agent');
  answer('get', '/dashboard', () => refuse(403, 'forbidden', { detail: 'Not now.' }));
  const { user } = await openAt('/customer-care/dashboard');
  const failure = await screen.findByRole('group', { name: 'Your figures could not be loaded' });
  expect(failure).toHaveTextContent('Not now.');
  answer('get', '/dashboard', () => figures());
  await user.click(within(failure).getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(screen.getByRole('list', { name: 'Waiting longest' })).toBeVisible());
});
