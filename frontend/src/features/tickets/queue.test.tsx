import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { openAt, signedInAs } from '@/test/app';
import { aTicket, pageOf, queueOf } from '@/test/records';
import { answer, refuse } from '@/test/server';

const refund = aTicket({ subject: 'Refund is late', number: 'TKT-REFUND01' });
const sound = aTicket({ subject: 'No sound', number: 'TKT-SOUND001', status: 'pending' });

test('filters are the address, hold several values, merge, and come back with Back', async () => {
  signedInAs('agent');
  const asked = queueOf([refund, sound]);
  const { user, address, history } = await openAt('/customer-care/tickets?priority=high');
  await screen.findByRole('link', { name: 'Refund is late' });
  await user.click(screen.getByRole('button', { name: 'Status' }));
  await user.click(await screen.findByRole('checkbox', { name: 'Open' }));
  await user.click(screen.getByRole('checkbox', { name: 'Pending' }));
  await waitFor(() => expect(address()).toBe('/customer-care/tickets?status=open,pending&priority=high'));
  await waitFor(() => expect(asked.at(-1)?.searchParams.get('status')).toBe('open,pending'));
  expect(asked.at(-1)?.searchParams.get('priority')).toBe('high');
  history.back();
  await waitFor(() => expect(address()).toBe('/customer-care/tickets?status=open&priority=high'));
  await waitFor(() => expect(screen.queryByRole('link', { name: 'No sound' })).not.toBeInTheDocument());
});

test('what the API would refuse in an address is dropped', async () => {
  signedInAs('agent');
  const asked = queueOf([refund]);
  const { address } = await openAt('/customer-care/tickets?status=open,lost&sort=colour&q=adebayo');
  await screen.findByRole('link', { name: 'Refund is late' });
  expect(asked[0]?.searchParams.get('status')).toBe('open');
  expect([...(asked[0]?.searchParams.keys() ?? [])].sort()).toEqual(['include_total', 'limit', 'sort', 'status']);
  await waitFor(() => expect(address()).not.toContain('adebayo'));
});

test('an empty queue and one without a match are different, and the filters can be cleared', async () => {
  signedInAs('agent');
  queueOf([refund]);
  const { user } = await openAt('/customer-care/tickets?status=resolved');
  expect(await screen.findByText('No ticket fits these filters')).toBeVisible();
  const bar = screen.getByRole('group', { name: 'Filters' });
  await user.click(within(bar).getByRole('button', { name: 'Clear all filters' }));
  expect(await screen.findByRole('link', { name: 'Refund is late' })).toBeVisible();
});

test('a desk without tickets says how they come to be', async () => {
  signedInAs('agent');
  queueOf([]);
  await openAt('/customer-care/tickets');
  expect(await screen.findByText('No tickets yet')).toBeVisible();
});

test('a list that fails says why, names the request, and can be tried again', async () => {
  signedInAs('agent');
  answer('get', '/staff', () => pageOf([]));
  answer('get', '/tickets', () => refuse(403, 'forbidden', { detail: 'Your role may not list tickets.' }));
  const { user } = await openAt('/customer-care/tickets');
  const failure = await screen.findByRole('group', { name: 'This list could not be loaded' });
  expect(failure).toHaveTextContent('Your role may not list tickets.');
  expect(failure).toHaveTextContent('0192f3c4-7a1b-7c2d-8e3f-405162738495');
  queueOf([refund]);
  await user.click(within(failure).getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('link', { name: 'Refund is late' })).toBeVisible();
});

test('rows that cannot be read again stay, with why and the request beside them', async () => {
  signedInAs('agent');
  queueOf([refund]);
  const { user, queryClient } = await openAt('/customer-care/tickets');
  await screen.findByRole('link', { name: 'Refund is late' });
  answer('get', '/tickets', () => refuse(403, 'forbidden', { detail: 'Not any more.' }));
  await queryClient.invalidateQueries();
  expect(await screen.findByText('Not any more.')).toBeVisible();
  expect(screen.getByText('0192f3c4-7a1b-7c2d-8e3f-405162738495')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Refund is late' })).toBeVisible();
  queueOf([refund]);
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(screen.queryByText('Not any more.')).not.toBeInTheDocument());
});

test('a ticket that somebody resolves leaves their list at once; what a colleague resolved waits to be asked for', async () => {
  signedInAs('agent');
  const late = aTicket({ subject: 'Results are late' });
  queueOf([refund, sound, late]);
  const { user, queryClient } = await openAt('/customer-care/tickets?status=open,pending');
  await screen.findByRole('link', { name: 'No sound' });
  const resolved = { ...refund, status: 'resolved' as const, version: 2 };
  answer('post', '/tickets/:id/status', () => resolved);
  queueOf([resolved, sound, late]);
  await user.click(screen.getByRole('button', { name: 'Actions for Refund is late' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Resolve ticket' }));
  await waitFor(() => expect(screen.queryByRole('row', { name: /Refund/ })).not.toBeInTheDocument());
  expect(screen.queryByRole('button', { name: 'Show' })).not.toBeInTheDocument();

  queueOf([resolved, { ...sound, status: 'resolved' }, late]);
  await queryClient.invalidateQueries();
  expect(await screen.findByText('1 new or moved row')).toBeVisible();
  // It stands where it stood, and says that it is no longer so.
  expect(screen.getByRole('row', { name: /No sound/ })).toHaveTextContent('No longer here');
  expect(screen.getByRole('row', { name: /Results are late/ })).not.toHaveTextContent('No longer here');
  await user.click(screen.getByRole('button', { name: 'Show' }));
  expect(screen.queryByRole('row', { name: /No sound/ })).not.toBeInTheDocument();
});

test('an empty list shows what arrives', async () => {
  signedInAs('agent');
  queueOf([]);
  const { queryClient } = await openAt('/customer-care/tickets?status=open');
  expect(await screen.findByText('No ticket fits these filters')).toBeVisible();
  queueOf([refund]);
  await queryClient.invalidateQueries();
  expect(await screen.findByRole('link', { name: 'Refund is late' })).toBeVisible();
});

test('rows stay where they are when the list is read again; what moved is shown on request', async () => {
  signedInAs('agent');
  queueOf([refund, sound]);
  const { user, queryClient } = await openAt('/customer-care/tickets');
  await screen.findByRole('link', { name: 'No sound' });
  queueOf([aTicket({ subject: 'Just came in' }), { ...refund, subject: 'Refund is very late' }, sound]);
  await queryClient.invalidateQueries();
  await screen.findByRole('link', { name: 'Refund is very late' });
  const subjects = () =>
    screen
      .getAllByRole('row')
      .slice(1)
      .map((row) => within(row).getAllByRole('link')[0]?.textContent);
  expect(subjects()).toEqual(['Refund is very late', 'No sound']);
  expect(screen.getByText('1 new or moved row')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Show' }));
  expect(subjects()).toEqual(['Just came in', 'Refund is very late', 'No sound']);
});

test('J and K walk the rows, and passing by a row reads nothing of it', async () => {
  signedInAs('agent');
  queueOf([refund, sound]);
  const { user } = await openAt('/customer-care/tickets');
  await screen.findByRole('link', { name: 'No sound' });
  await user.keyboard('jj');
  expect(screen.getByRole('link', { name: 'No sound' })).toHaveFocus();
  await user.keyboard('k');
  expect(screen.getByRole('link', { name: 'Refund is late' })).toHaveFocus();
});
