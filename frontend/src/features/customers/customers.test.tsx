import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { CreateCustomer, SearchCustomers, UpdateCustomer } from '@/api/generated/types.gen';
import { tagOf } from '@/api/merge';
import { openAt, signedInAs } from '@/test/app';
import { aCustomer, customerPage, pageOf } from '@/test/records';
import { answer, refuse } from '@/test/server';

const ife = aCustomer();

function found() {
  const asked: string[] = [];
  answer<object, SearchCustomers>('post', '/customers/search', ({ body }) => {
    asked.push(body.query);
    return { ...pageOf(body.query.startsWith('adeb') ? [ife] : []), capped: false };
  });
  answer('get', '/customers', () => pageOf([aCustomer({ name: 'Somebody Recent' })]));
  return asked;
}

test('words are looked for in a body, kept in the history entry, and never in the address', async () => {
  signedInAs('agent');
  const asked = found();
  customerPage(() => ife);
  const { user, address, history } = await openAt('/customer-care/customers');
  await screen.findByRole('link', { name: 'Somebody Recent' });
  await user.type(screen.getByLabelText('Search customers'), 'adeb 4581');
  await user.click(await screen.findByRole('link', { name: 'Ife Adebayo' }));
  await screen.findByRole('heading', { name: 'Ife Adebayo', level: 1 });
  expect(asked).toContain('adeb 4581');
  history.back();
  await waitFor(() => expect(screen.getByLabelText('Search customers')).toHaveValue('adeb 4581'));
  expect(address()).toBe('/customer-care/customers');
});

test('nobody by these words is said, and the search can be cleared', async () => {
  signedInAs('agent');
  found();
  const { user } = await openAt('/customer-care/customers');
  await user.type(await screen.findByLabelText('Search customers'), 'zzzz');
  expect(await screen.findByText('Nobody by these words')).toBeVisible();
});

test('likely matches appear while a new customer is typed, and faults stand beside their fields', async () => {
  signedInAs('agent');
  found();
  answer<object, CreateCustomer>('post', '/customers', () =>
    refuse(422, 'invalid', { errors: [{ pointer: '#/email', code: 'format', detail: 'is not an address of mail' }] }),
  );
  const { user } = await openAt('/customer-care/customers/create');
  await user.click(await screen.findByRole('button', { name: 'Save' }));
  expect(screen.getByLabelText(/Family name/)).toBeInvalid();
  await user.type(screen.getByLabelText('Given names'), 'adeb');
  expect(await screen.findByRole('region', { name: 'Already known?' })).toHaveTextContent('Ife Adebayo');
  await user.type(screen.getByLabelText(/Family name/), 'Adebayo');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('is not an address of mail')).toBeVisible();
  expect(screen.getByLabelText('E-mail')).toBeInvalid();
  expect(screen.getByLabelText('Given names')).toHaveValue('adeb');
});

test('an edit merges with what others changed, and asks where both changed the same', async () => {
  signedInAs('agent');
  let now = aCustomer({ version: 1 });
  const patches: UpdateCustomer[] = [];
  customerPage(() => now);
  answer<object, UpdateCustomer>('patch', '/customers/:id', ({ body, headers }) => {
    if (headers.get('If-Match') !== tagOf(now.version)) return refuse(412, 'stale');
    patches.push(body);
    now = { ...now, email: body.email ?? now.email, phone: body.phone ?? now.phone, version: now.version + 1 };
    return now;
  });
  const { user, address } = await openAt(`/customer-care/customers/${now.id}/edit`);
  const email = await screen.findByLabelText('E-mail');
  await user.clear(email);
  await user.type(email, 'ife@new.example');
  now = { ...now, email: 'ife@other.example', phone: '+2348000000000', version: 4 };
  await user.click(screen.getByRole('button', { name: 'Save' }));
  const dialog = await screen.findByRole('dialog', { name: 'Somebody else changed the same thing' });
  expect(within(dialog).getByRole('row', { name: /E-mail/ })).toHaveTextContent('ife@other.exampleife@new.example');
  expect(patches).toEqual([]);
  await user.click(within(dialog).getByRole('button', { name: 'Save mine' }));
  await waitFor(() => expect(address()).toBe(`/customer-care/customers/${now.id}`));
  expect(patches).toEqual([{ email: 'ife@new.example' }]);
  expect(now.phone).toBe('+2348000000000');
});

test('the preferred language is chosen by name, and one out of the ordinary is kept', async () => {
  signedInAs('agent');
  const now = aCustomer({ preferred_language: 'fr-CA' });
  const patches: UpdateCustomer[] = [];
  customerPage(() => now);
  answer<object, UpdateCustomer>('patch', '/customers/:id', ({ body }) => {
    patches.push(body);
    return now;
  });
  const { user } = await openAt(`/customer-care/customers/${now.id}/edit`);
  const language = await screen.findByLabelText('Preferred language');
  expect(language).toHaveDisplayValue('Canadian French');
  await user.selectOptions(language, 'Yoruba');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(patches).toEqual([{ preferred_language: 'yo' }]));
});
