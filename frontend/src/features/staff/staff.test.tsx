import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { CreateStaff, Staff, UpdateStaff } from '@/api/generated/types.gen';
import { tagOf } from '@/api/merge';
import { openAt, signedInAs } from '@/test/app';
import { pageOf } from '@/test/records';
import { answer, refuse } from '@/test/server';

const BEN: Staff = {
  id: '01a20471-0151-77f3-8020-b602ce5a0002',
  name: 'Ben Musa',
  role: 'agent',
  email: 'ben@desk.example',
  active: true,
  last_seen_at: null,
  created_at: '2026-11-22T09:00:00Z',
  version: 3,
  allowed: ['edit_staff', 'issue_password_link'],
};

const LINK = { path: '/customer-care/password#token=q3T0yLzT', expires_at: '2026-11-29T09:00:00Z' };

test('a colleague is added, and the link for their password is shown once', async () => {
  signedInAs('admin');
  answer('get', '/staff', () => pageOf([BEN]));
  const sent: CreateStaff[] = [];
  answer<Staff, CreateStaff>('post', '/staff', ({ body }) => {
    sent.push(body);
    return { ...BEN, ...body, password_link: LINK };
  });
  const { user } = await openAt('/admin/staff');
  await user.click(await screen.findByRole('button', { name: 'Add a colleague' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Add a colleague' }));
  await user.type(dialog.getByLabelText(/^Name/), 'Cleo Park');
  await user.type(dialog.getByLabelText(/^E-mail/), 'cleo@desk.example');
  await user.selectOptions(dialog.getByLabelText('Role'), 'doctor');
  await user.click(dialog.getByRole('button', { name: 'Add a colleague' }));
  const shown = within(await screen.findByRole('dialog', { name: 'Password link' }));
  expect(shown.getByLabelText('Password link')).toHaveValue(`${location.origin}${LINK.path}`);
  expect(sent).toEqual([{ name: 'Cleo Park', email: 'cleo@desk.example', role: 'doctor' }]);
});

test('deactivating says first what will happen to their work', async () => {
  signedInAs('admin');
  let ben = BEN;
  answer('get', '/staff/:id', () => ben);
  answer('get', '/tickets', () => pageOf([{}, {}]) as never);
  answer('get', '/interactions', () => pageOf([]));
  answer('get', '/escalations', () => pageOf([{}]) as never);
  answer<Staff, UpdateStaff>('patch', '/staff/:id', ({ body, headers }) => {
    expect(headers.get('If-Match')).toMatch(/^"3-/);
    ben = { ...ben, ...body };
    return ben;
  });
  const { user } = await openAt(`/admin/staff/${BEN.id}`);
  await user.click(await screen.findByRole('button', { name: 'Deactivate' }));
  const dialog = await screen.findByRole('dialog', { name: 'Deactivate Ben Musa?' });
  expect(dialog).toHaveTextContent('open tickets go back to the queue');
  expect(dialog).toHaveTextContent('2 unresolved tickets');
  expect(dialog).toHaveTextContent('1 open escalation to them');
  await user.click(within(dialog).getByRole('button', { name: 'Deactivate' }));
  expect(await screen.findByRole('button', { name: 'Activate again' })).toBeVisible();
});

test('the staff are an administrator’s, and a list that fails says so', async () => {
  signedInAs('agent');
  const { unmount } = await openAt('/admin/staff');
  expect(await screen.findByRole('heading', { name: 'This page is not for your role' })).toBeVisible();
  unmount();
  signedInAs('admin');
  answer('get', '/service-accounts', () => refuse(403, 'forbidden'));
  await openAt('/admin/service-accounts');
  expect(await screen.findByRole('group', { name: 'This list could not be loaded' })).toBeVisible();
});

test('a program gets an account, and its secret is shown once', async () => {
  signedInAs('admin');
  answer('get', '/service-accounts', () => pageOf([]));
  answer<object, { name: string; scopes: string[] }>('post', '/service-accounts', ({ body }) => {
    expect(body).toMatchObject({ name: 'Telehealth app', scopes: ['tickets:read'] });
    return { ...BEN, ...body, secrets: [{}], secret: 'enGMZ5zgEc7l', allowed: [] };
  });
  const { user } = await openAt('/admin/service-accounts');
  await user.click((await screen.findAllByRole('button', { name: 'New service account' }))[0] as HTMLElement);
  const dialog = within(await screen.findByRole('dialog', { name: 'New service account' }));
  await user.click(dialog.getByRole('button', { name: 'New service account' }));
  expect(dialog.getByText('Choose at least one')).toBeVisible();
  await user.type(dialog.getByLabelText(/^Name/), 'Telehealth app');
  await user.click(dialog.getByRole('checkbox', { name: 'tickets:read' }));
  await user.click(dialog.getByRole('button', { name: 'New service account' }));
  expect(await screen.findByLabelText('Client secret')).toHaveValue('enGMZ5zgEc7l');
});

test('what a program may do is changed, and its end stays to the second', async () => {
  signedInAs('admin');
  const account = {
    id: BEN.id,
    name: 'Telehealth app',
    scopes: ['tickets:read'],
    expires_at: '2027-11-22T09:30:00Z',
    secrets: [],
    version: 2,
    allowed: ['edit_service_account'],
  };
  answer('get', '/service-accounts', () => pageOf([account]));
  const sent: unknown[] = [];
  answer<object, object>('patch', '/service-accounts/:id', ({ body, headers }) => {
    expect(headers.get('If-Match')).toBe(tagOf(2));
    sent.push(body);
    return { ...account, ...body };
  });
  const { user } = await openAt('/admin/service-accounts');
  await user.click(await screen.findByRole('button', { name: 'Actions for Telehealth app' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Change name, scopes and end' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Change name, scopes and end' }));
  await user.click(dialog.getByRole('checkbox', { name: 'tickets:read' }));
  await user.click(dialog.getByRole('checkbox', { name: 'customers:read' }));
  await user.click(dialog.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(sent).toEqual([{ name: 'Telehealth app', scopes: ['customers:read'] }]));
});
