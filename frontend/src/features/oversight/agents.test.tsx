import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { AgentMetrics } from '@/api/generated/types.gen';
import { ADA, openAt, signedInAs } from '@/test/app';
import { aDeed, aTicket, pageAt, pageOf, queueOf } from '@/test/records';
import { anAgentReport, aPerformance, count, LOAD, share, someIssues, time } from '@/test/reports';
import { answer } from '@/test/server';

const OVERSIGHT = '/admin/customer-care-oversight';
const BEN = '01a20471-0151-77f3-8020-b602ce5a3699';
const CUSTOMER = '01a20472-448e-70dd-8025-403e8dcd2019';

function aColleague(id: string, name: string, resolved: number, median: number | null): AgentMetrics {
  return {
    agent: { id, name, role: 'agent', active: true },
    figures: [count('tickets_resolved', resolved), time('first_response_time', median)],
    load: LOAD,
  };
}

const names = () =>
  within(screen.getByRole('table', { name: 'Agent performance' }))
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getAllByRole('cell')[0]?.textContent);

test('colleagues are put in order by a column, the team stays on top, and the order stands in the address', async () => {
  signedInAs('admin');
  const agents = [
    aColleague(ADA.id, 'Ada Obi', 4, 600),
    aColleague(BEN, 'Ben Musa', 9, 300),
    aColleague('01a20471-0151-77f3-8020-b602ce5a3698', 'Cleo Park', 6, null),
  ];
  answer('get', '/oversight/agent-performance', () => aPerformance([count('tickets_resolved', 18)], agents));
  const { user, address } = await openAt(`${OVERSIGHT}/agent-performance?from=2026-10-01&to=2026-10-31`);
  await screen.findByRole('table', { name: 'Agent performance' });
  expect(names()).toEqual(['Team', 'Ada Obi', 'Ben Musa', 'Cleo Park']);
  await user.click(screen.getByRole('button', { name: 'Tickets resolved' }));
  await waitFor(() => expect(names()).toEqual(['Team', 'Ben Musa', 'Cleo Park', 'Ada Obi']));
  expect(address()).toBe(`${OVERSIGHT}/agent-performance?from=2026-10-01&to=2026-10-31&sort=-tickets_resolved`);
  expect(screen.getByRole('columnheader', { name: 'Tickets resolved' })).toHaveAttribute('aria-sort', 'descending');
  // Who has no number is last, whichever way it goes.
  await user.click(screen.getByRole('button', { name: 'First response' }));
  await waitFor(() => expect(names()).toEqual(['Team', 'Ada Obi', 'Ben Musa', 'Cleo Park']));
  await user.click(screen.getByRole('button', { name: 'First response' }));
  await waitFor(() => expect(names()).toEqual(['Team', 'Ben Musa', 'Ada Obi', 'Cleo Park']));
  expect(screen.getByRole('link', { name: '9: Tickets resolved' })).toHaveAttribute(
    'href',
    `${OVERSIGHT}/behind?counted=resolved&from=2026-10-01&to=2026-10-31&agent_id=${BEN}`,
  );
});

test('from somebody with too much to their open tickets, ready to be chosen, is one click', async () => {
  signedInAs('admin');
  const busy = { ...aColleague(BEN, 'Ben Musa', 1, null), load: { ...LOAD, open: 12, pending: 3 } };
  answer('get', '/oversight/agent-performance', () => aPerformance([], [busy]));
  const asked = queueOf([
    aTicket({ subject: 'Refund is late' }),
    aTicket({ subject: 'Chest pain', status: 'escalated' }),
  ]);
  const { user } = await openAt(`${OVERSIGHT}/agent-performance`);
  const row = await screen.findByRole('row', { name: /Ben Musa/ });
  expect(row).toHaveTextContent('12 open and 3 pending');
  expect(decodeURIComponent(within(row).getByRole('link', { name: '12 open' }).getAttribute('href') ?? '')).toBe(
    `/customer-care/tickets?assignee=${BEN}&status=open`,
  );
  await user.click(within(row).getByRole('link', { name: 'Reassign their tickets' }));
  expect(await screen.findByRole('checkbox', { name: 'Select Refund is late' })).toBeChecked();
  expect(screen.getByRole('checkbox', { name: 'Select Chest pain' })).toBeChecked();
  const bar = within(screen.getByRole('toolbar', { name: 'With the selected rows' }));
  expect(bar.getByRole('button', { name: 'Assign' })).toBeVisible();
  expect(asked.at(-1)?.searchParams.get('assignee')).toBe(BEN);
  expect(asked.at(-1)?.searchParams.get('status')).toBe('open,pending,escalated');
});

test('reassigning_the_tickets_of_a_colleague_begins_with_every_one_of_them_selected', async () => {
  signedInAs('admin');
  const busy = { ...aColleague(BEN, 'Ben Musa', 1, null), load: { ...LOAD, open: 40, escalated: 20 } };
  answer('get', '/oversight/agent-performance', () => aPerformance([], [busy]));
  const held = Array.from({ length: 60 }, (_, n) =>
    aTicket({ subject: `Case ${n}`, status: n < 20 ? 'escalated' : 'open' }),
  );
  queueOf([]);
  answer('get', '/tickets', ({ url }) => pageAt(held, url));
  const { user } = await openAt(`${OVERSIGHT}/agent-performance`);
  await user.click(await screen.findByRole('link', { name: 'Reassign their tickets' }));
  const bar = await screen.findByRole('toolbar', { name: 'With the selected rows' });
  await waitFor(() => expect(bar).toHaveTextContent('60 selected'));
  expect(within(bar).getByRole('button', { name: 'Assign' })).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Next page' }));
  expect(await screen.findByRole('checkbox', { name: 'Select Case 30' })).toBeChecked();
  await user.click(screen.getByRole('checkbox', { name: 'Select Case 30' }));
  await waitFor(() => expect(bar).toHaveTextContent('59 selected'));
});

test('an auditor sees what each holds, and no way to change it', async () => {
  signedInAs('auditor');
  const busy = { ...aColleague(BEN, 'Ben Musa', 1, null), load: { ...LOAD, open: 12 } };
  answer('get', '/oversight/agent-performance', () => aPerformance([], [busy]));
  await openAt(`${OVERSIGHT}/agent-performance`);
  expect(await screen.findByText('12 open')).toBeVisible();
  expect(screen.queryByRole('link', { name: 'Reassign their tickets' })).not.toBeInTheDocument();
});

test('one colleague stands beside the team, and leads to the history of whom they dealt with', async () => {
  signedInAs('admin');
  const customer = { id: '01a20472-448e-70dd-8025-403e8dcd2019', name: 'Ife Adebayo' };
  const dealings = { interactions: 2, tickets_resolved: 1, replies: 4, first_at: '2026-10-02T09:00:00Z' };
  answer('get', '/oversight/agents/:id', () =>
    anAgentReport({
      figures: [share('reopen_rate', 1, 4)],
      customers: [{ customer, ...dealings, last_at: '2026-10-03T09:00:00Z' }],
    }),
  );
  answer('get', '/oversight/agent-performance', () => aPerformance([share('reopen_rate', 1, 10)], []));
  answer('get', '/oversight/customers/:id/history', () => ({
    customer,
    figures: [count('tickets_opened', 8)],
    handled_by: [{ staff: { id: ADA.id, name: ADA.name }, ...dealings, last_at: '2026-10-03T09:00:00Z' }],
    timeline: pageOf([aDeed({ action: 'claim' })]),
  }));
  const { user } = await openAt(`${OVERSIGHT}/agents/${ADA.id}`);
  expect(await screen.findByText('Team: 10%')).toBeVisible();
  await user.click(await screen.findByRole('link', { name: 'Ife Adebayo' }));
  expect(await screen.findByRole('heading', { name: 'History of Ife Adebayo', level: 1 })).toBeVisible();
  // The tab of the browser names no patient.
  expect(document.title).toBe('History of a customer · CareDesk');
  expect(screen.getByRole('list', { name: 'History' })).toHaveTextContent('Ada Obi claimed the ticket');
  expect(screen.getByRole('table', { name: 'Who dealt with them' })).toHaveTextContent('Ada Obi');
});

test('an agent sees their own figures, which lead to their own tickets', async () => {
  const me = signedInAs('agent');
  answer('get', '/oversight/agents/:id', ({ params }) => {
    expect(params.id).toBe(me.id);
    return anAgentReport({ figures: [count('tickets_resolved', 3)] });
  });
  answer('get', '/oversight/tickets', ({ url }) => {
    expect(url.searchParams.get('agent_id')).toBe(me.id);
    return pageOf([aTicket()]);
  });
  const { user, address } = await openAt('/customer-care/preferences');
  await user.click(await screen.findByRole('button', { name: /Your account/ }));
  await user.click(await screen.findByRole('menuitem', { name: 'My figures' }));
  await waitFor(() => expect(address()).toBe('/customer-care/my-figures'));
  await user.click(await screen.findByRole('link', { name: '3: Tickets resolved' }));
  expect(await screen.findByText(/^Tickets resolved from .* by Ada Obi · 1 in all$/)).toBeVisible();
  expect(await screen.findByRole('link', { name: 'Charged twice in March' })).toBeVisible();
});

test('what recurs says how often it did and did before, and leads to the tickets that say it', async () => {
  signedInAs('admin');
  answer('get', '/oversight/frequent-issues', () =>
    someIssues({
      categories: [
        { category: 'billing', figures: [count('tickets_opened', 52, 39), share('escalation_rate', 2, 52)] },
      ],
      terms: [{ stem: 'charg', word: 'charged', customers: 11, figures: [count('tickets_opened', 12, 3)] }],
      customers: [{ customer: { id: CUSTOMER, name: 'Ife Adebayo' }, tickets: 4 }],
    }),
  );
  answer('get', '/oversight/tickets', () => pageOf([aTicket()]));
  const { user, address } = await openAt(`${OVERSIGHT}/frequent-issues`);
  const word = within(await screen.findByRole('table', { name: 'Words that recur' })).getByRole('row', {
    name: /charged/,
  });
  expect(word).toHaveTextContent('+9');
  expect(screen.getByRole('table', { name: 'By category' })).toHaveTextContent('Billing5239+13');
  const leads = (name: string) => decodeURIComponent(screen.getByRole('link', { name }).getAttribute('href') ?? '');
  expect(leads('3: Before')).toContain('counted=opened&from=2026-08-31&to=2026-09-30&stem=charg');
  expect(leads('4: Ife Adebayo')).toMatch(
    new RegExp(`^/customer-care/tickets\\?customer_id=${CUSTOMER}&created_at\\[gte\\]=2026-`),
  );
  await user.click(within(word).getByRole('link', { name: '12: Tickets opened' }));
  expect(await screen.findByText(/^Tickets opened with “charg…” in the subject from .* · 1 in all$/)).toBeVisible();
  expect(address()).toContain('counted=opened&from=2026-10-01&to=2026-10-31&stem=charg');
});
