import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ADA, openAt, signedInAs } from '@/test/app';
import { aCustomer, aDeed, anEscalation, anInteraction, aProfile, aTicket, customerPage, pageOf } from '@/test/records';
import { answer, refuse } from '@/test/server';

const ife = aCustomer({ allowed: ['edit_customer', 'open_ticket', 'log_interaction'] });

test('a customer is known at a glance: counts that lead to lists, what is open, what was last, and who had to do with them', async () => {
  signedInAs('agent');
  customerPage(() => ife);
  answer('get', '/customers/:id/profile', () =>
    aProfile(ife, {
      counts: {
        tickets: { open: 1, pending: 1, escalated: 1, resolved: 4 },
        interactions: { active: 0, pending: 0, resolved: 7 },
        escalations: { open: 1, answered: 0, closed: 2 },
      },
      open_tickets: [aTicket({ subject: 'Refund is late' })],
      latest_interactions: [anInteraction({ summary: 'Asked about the refund' })],
      latest_escalations: [anEscalation()],
      last_contact_at: '2026-11-22T09:00:00Z',
      handled_by: [{ staff: ADA, interactions: 2, replies: 1, last_at: '2026-11-22T09:00:00Z' }],
    }),
  );
  await openAt(`/customer-care/customers/${ife.id}`);
  const unresolved = await screen.findByRole('link', { name: 'Unresolved tickets' });
  expect(decodeURIComponent(unresolved.getAttribute('href') ?? '')).toBe(
    `/customer-care/tickets?customer_id=${ife.id}&status=open,pending,escalated`,
  );
  expect(unresolved.closest('div')).toHaveTextContent('3');
  const open = screen.getByRole('list', { name: 'Unresolved tickets' });
  expect(within(open).getByRole('link', { name: 'Refund is late' })).toBeVisible();
  expect(screen.getByRole('list', { name: 'Latest interactions' })).toHaveTextContent('Asked about the refund');
  expect(screen.getByRole('list', { name: 'Latest escalations' })).toHaveTextContent('Charged twice in March');
  expect(screen.getByRole('list', { name: 'Handled by' })).toHaveTextContent('Ada Obi2 interactions · 1 reply');
  expect(screen.getByRole('link', { name: 'New ticket' })).toHaveAttribute('href', expect.stringContaining(ife.id));
});

test('the timeline is of all records, each entry leads to its own, and its kinds are in the address', async () => {
  signedInAs('agent');
  customerPage(() => ife);
  const asked: (string | null)[] = [];
  const status = { from: 'open', to: 'pending' };
  answer('get', '/customers/:id/timeline', ({ url }) => {
    asked.push(url.searchParams.get('kind'));
    return pageOf(url.searchParams.has('kind') ? [] : [aDeed({ action: 'set_status', changes: { status } })]);
  });
  const { user, address } = await openAt(`/customer-care/customers/${ife.id}`);
  const history = await screen.findByRole('list', { name: 'History' });
  await waitFor(() => expect(history).toHaveTextContent('Ada Obi set the status TKT-AX2ADA4NStatus: Open → Pending'));
  expect(within(history).getByRole('link', { name: 'TKT-AX2ADA4N' })).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Kind' }));
  await user.click(await screen.findByRole('checkbox', { name: 'Internal notes' }));
  expect(await screen.findByText('Nothing of this kind has happened.')).toBeVisible();
  expect(address()).toBe(`/customer-care/customers/${ife.id}?kind=note`);
  expect(asked.at(-1)).toBe('note');
});

test('that a patient has died is said before anything else, and where they are looked for', async () => {
  signedInAs('agent');
  const late = aCustomer({ deceased: true, deceased_at: '2026-03-03T00:00:00Z' });
  customerPage(() => late);
  const { unmount } = await openAt(`/customer-care/customers/${late.id}`);
  expect(await screen.findByRole('group', { name: 'Died on March 3, 2026' })).toBeVisible();
  unmount();
  answer('get', '/customers', () => pageOf([late]));
  await openAt('/customer-care/tickets/create');
  expect(await screen.findByRole('button', { name: /Ife Adebayo/ })).toHaveTextContent('Deceased');
});

test('what cannot be read of a customer says so and leaves the rest; a list keeps the customer as a filter', async () => {
  signedInAs('agent');
  customerPage(() => ife);
  answer('get', '/customers/:id/profile', () => refuse(403, 'forbidden'));
  const { unmount } = await openAt(`/customer-care/customers/${ife.id}`);
  expect(await screen.findByRole('group', { name: 'What is known of them could not be loaded' })).toBeVisible();
  expect(screen.getByRole('heading', { name: 'Ife Adebayo', level: 1 })).toBeVisible();
  unmount();
  answer('get', '/tickets', () => pageOf([aTicket({ customer: { id: ife.id, name: ife.name } })]));
  const { user, address } = await openAt(`/customer-care/tickets?customer_id=${ife.id}`);
  await user.click(await screen.findByRole('button', { name: 'Customer: Ife Adebayo' }));
  await user.click(await screen.findByRole('checkbox', { name: 'Ife Adebayo' }));
  await waitFor(() => expect(address()).toBe('/customer-care/tickets'));
});

test('two tickets changed together are told apart, a ticket and its escalation that move together once', async () => {
  signedInAs('agent');
  customerPage(() => ife);
  const escalated = aDeed({ action: 'escalate' });
  answer('get', '/customers/:id/timeline', () =>
    pageOf([
      aDeed({ action: 'assign', subject: { kind: 'ticket', id: ADA.id, number: 'TKT-FFFFFFF1' } }),
      aDeed({ action: 'assign', subject: { kind: 'ticket', id: ife.id, number: 'TKT-SSSSSSS2' } }),
      { ...escalated, subject: { kind: 'escalation', id: ADA.id } },
      escalated,
    ]),
  );
  await openAt(`/customer-care/customers/${ife.id}`);
  const history = await screen.findByRole('list', { name: 'History' });
  await waitFor(() => expect(within(history).getAllByRole('listitem')).toHaveLength(3));
});

test('right after a load the keys mean this customer, not an empty form', async () => {
  signedInAs('agent');
  customerPage(() => ife);
  answer('get', '/customers/:id/profile', () => aProfile(ife));
  const { user, address } = await openAt(`/customer-care/customers/${ife.id}`);
  await screen.findByRole('heading', { name: ife.name, level: 1 });
  await user.keyboard('l');
  await waitFor(() => expect(address()).toBe(`/customer-care/interactions/create?customer_id=${ife.id}`));
});
