import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { CreateCustomer, CreateInteraction } from '@/api/generated/types.gen';
import { ADA, openAt, signedInAs } from '@/test/app';
import { aCustomer, pageOf } from '@/test/records';
import { answer, refuse } from '@/test/server';

test('a caller nobody knows is made a customer on the way, and the time goes on from when they called', async () => {
  signedInAs('agent');
  const customer = aCustomer();
  answer('get', '/customers', () => pageOf([]));
  answer('post', '/customers/search', () => ({ ...pageOf([]), capped: false }));
  answer('get', '/customers/:id', () => customer);
  answer('get', '/tickets', () => pageOf([]));
  const made: CreateCustomer[] = [];
  answer<object, CreateCustomer>('post', '/customers', ({ body }) => {
    made.push(body);
    return customer;
  });
  const logged: CreateInteraction[] = [];
  answer<object, CreateInteraction>('post', '/interactions', ({ body }) => {
    logged.push(body);
    return refuse(503, 'unavailable');
  });
  const before = new Date().toISOString();
  const { user, address } = await openAt('/customer-care/interactions/create');
  await user.type(await screen.findByLabelText('Search customers'), 'Ife Adebayo 0803 123 4581');
  const until = new Date().toISOString();
  await user.click(await screen.findByRole('link', { name: 'New customer' }));
  expect(await screen.findByLabelText(/^Family name/)).toHaveValue('Adebayo');
  expect(screen.getByLabelText('Phone')).toHaveValue('0803 123 4581');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(address()).toBe(`/customer-care/interactions/create?customer_id=${customer.id}`));
  expect(made).toEqual([{ given_name: 'Ife', family_name: 'Adebayo', phone: '0803 123 4581' }]);
  await user.click(await screen.findByRole('button', { name: 'Save, still running' }));
  await waitFor(() => expect(logged).toHaveLength(1));
  const started = String(logged[0]?.started_at);
  expect(started >= before && started <= until, started).toBe(true);
});

test('what was left of an earlier call is thrown away, and the time begins anew', async () => {
  signedInAs('agent');
  answer('get', '/customers', () => pageOf([aCustomer()]));
  answer('get', '/staff', () => pageOf([]));
  const kept = `caredesk.draft.${ADA.id}.interaction.new`;
  const old = JSON.stringify({ summary: 'Yesterday’s caller', begun: '2020-01-01T00:00:00.000Z' });
  localStorage.setItem(kept, old);
  const { user } = await openAt('/customer-care/interactions/create');
  expect(await screen.findByLabelText('Summary')).toHaveValue('Yesterday’s caller');
  expect(screen.getByText(/Time so far/)).toHaveTextContent(/\d{4} d/);
  await user.click(screen.getByRole('button', { name: 'Start over' }));
  expect(screen.getByLabelText('Summary')).toHaveValue('');
  expect(screen.getByText(/Time so far/)).toHaveTextContent(/: \d+ s/);
  expect(localStorage.getItem(kept)).toBeNull();
});

test('what was typed about one customer never comes up in the form of another', async () => {
  signedInAs('agent');
  const ife = aCustomer();
  const other = { ...ife, id: '01a20471-0151-77f3-8020-b602ce5a00ff', name: 'Somebody Else' };
  answer('get', '/customers/:id', ({ params }) => (params.id === ife.id ? ife : other));
  answer('get', '/tickets', () => pageOf([]));
  answer('get', '/interactions', () => pageOf([]));
  const about = (id: string) => `/customer-care/interactions/create?customer_id=${id}`;
  const first = await openAt(about(ife.id));
  await first.user.type(await screen.findByLabelText('Summary'), 'Her rash is worse');
  first.unmount();
  const second = await openAt(about(other.id));
  expect(await screen.findByLabelText('Summary')).toHaveValue('');
  second.unmount();
  await openAt(about(ife.id));
  expect(await screen.findByLabelText('Summary')).toHaveValue('Her rash is worse');
  expect(screen.getByText('Your draft was restored')).toBeVisible();
});
