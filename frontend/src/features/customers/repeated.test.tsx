import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { CreateCustomer, UpdateCustomer } from '@/api/generated/types.gen';
import { tagOf } from '@/api/merge';
import { openAt, signedInAs } from '@/test/app';
import { aCustomer, customerPage, pageOf } from '@/test/records';
import { answer, refuse } from '@/test/server';

test('further phones and former names are as many boxes as are needed, and empty ones are not sent', async () => {
  signedInAs('agent');
  const sent: CreateCustomer[] = [];
  answer('post', '/customers/search', () => ({ ...pageOf([]), capped: false }));
  answer<object, CreateCustomer>('post', '/customers', ({ body }) => {
    sent.push(body);
    return refuse(422, 'invalid', {
      errors: [{ pointer: '#/other_phones/1', code: 'format', detail: 'is not a number of this region' }],
    });
  });
  const { user } = await openAt('/customer-care/customers/create');
  await user.type(await screen.findByLabelText(/Family name/), 'Adebayo');
  const phones = screen.getByRole('group', { name: 'Other phones' });
  const add = within(phones).getByRole('button', { name: 'Add a phone' });
  await user.click(add);
  expect(screen.getByLabelText('Other phone 1')).toHaveFocus();
  await user.click(add);
  await user.click(add);
  await user.type(screen.getByLabelText('Other phone 1'), '0803 111 2222');
  await user.type(screen.getByLabelText('Other phone 3'), '0803 111 3333');
  await user.click(screen.getByRole('button', { name: 'Add a former name' }));
  await user.type(screen.getByLabelText('Former name 1'), 'Ife Okafor');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('is not a number of this region')).toBeVisible();
  expect(sent[0]).toMatchObject({ other_phones: ['0803 111 2222', '0803 111 3333'], former_names: ['Ife Okafor'] });
  // The empty second box was not sent: the fault is of the third.
  expect(screen.getByLabelText('Other phone 3')).toBeInvalid();
  expect(screen.getByLabelText('Other phone 2')).toBeValid();
  await user.click(screen.getByRole('button', { name: 'Remove other phone 2' }));
  expect(screen.getByLabelText('Other phone 2')).toHaveValue('0803 111 3333');
  expect(screen.getByLabelText('Other phone 2')).toHaveFocus();
});

test('the rules of the API stand beside the box they are about', async () => {
  signedInAs('agent');
  const ife = aCustomer({ other_phones: ['0803 111 2222'], identifiers: [{ system: 'urn:hospital', value: '4711' }] });
  answer('get', '/customers/:id', () => ife);
  const { user } = await openAt(`/customer-care/customers/${ife.id}/edit`, 'fr');
  await user.click(await screen.findByRole('button', { name: 'Ajouter un téléphone' }));
  await user.type(screen.getByLabelText('Autre téléphone 2'), 'abc');
  await user.click(screen.getByRole('button', { name: 'Enregistrer' }));
  expect(screen.getByLabelText('Autre téléphone 2')).toBeInvalid();
  expect(screen.getByLabelText('Autre téléphone 1')).toBeValid();
  expect(screen.getByText('4711 (urn:hospital)')).toBeVisible();
});

test('an edit that was left is taken up again, and does not overwrite what was saved meanwhile', async () => {
  signedInAs('agent');
  let now = aCustomer({ version: 1 });
  const patches: UpdateCustomer[] = [];
  customerPage(() => now);
  answer<object, UpdateCustomer>('patch', '/customers/:id', ({ body, headers }) => {
    if (headers.get('If-Match') !== tagOf(now.version)) return refuse(412, 'stale');
    patches.push(body);
    now = { ...now, former_names: body.former_names ?? now.former_names, version: now.version + 1 };
    return now;
  });
  const edit = `/customer-care/customers/${now.id}/edit`;
  const first = await openAt(edit);
  await first.user.click(await screen.findByRole('button', { name: 'Add a former name' }));
  await first.user.type(screen.getByLabelText('Former name 1'), 'Ife Okafor');
  first.unmount();

  now = { ...now, former_names: ['Ife Bello'], email: 'ife@other.example', version: 3 };
  const { user, address } = await openAt(edit);
  expect(await screen.findByLabelText('Former name 1')).toHaveValue('Ife Okafor');
  expect(screen.getByText(/Your draft was restored/)).toBeVisible();
  expect(screen.getByLabelText('E-mail')).toHaveValue('ife@other.example');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  const dialog = await screen.findByRole('dialog', { name: 'Somebody else changed the same thing' });
  expect(within(dialog).getByRole('row', { name: /Former names/ })).toHaveTextContent('Ife BelloIfe Okafor');
  await user.click(within(dialog).getByRole('button', { name: 'Save mine' }));
  await waitFor(() => expect(address()).toBe(`/customer-care/customers/${now.id}`));
  expect(patches).toEqual([{ former_names: ['Ife Okafor'] }]);
  expect(Object.keys(localStorage).filter((key) => key.includes('draft.customer'))).toEqual([]);
});
