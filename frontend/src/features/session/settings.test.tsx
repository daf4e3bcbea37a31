import { screen, waitFor } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import type { ChangePassword } from '@/api/generated/types.gen';
import { ADA, openAt, signedInAs } from '@/test/app';
import { pageOf } from '@/test/records';
import { answer, refuse } from '@/test/server';

test('a password is changed by the one that holds, and a wrong one is said beside its box', async () => {
  signedInAs('agent');
  const sent: ChangePassword[] = [];
  answer<object, ChangePassword>('post', '/auth/password', ({ body }) => {
    sent.push(body);
    if (body.current_password === 'correct horse battery') return new HttpResponse(null, { status: 204 });
    const fault = { pointer: '#/current_password', code: 'wrong', detail: 'is not your present password' };
    return refuse(422, 'invalid', { errors: [fault] });
  });
  const { user } = await openAt('/customer-care/preferences');
  const current = await screen.findByLabelText(/^Current password/);
  await user.type(current, 'not it');
  await user.type(screen.getByLabelText(/^New password/), 'short');
  await user.click(screen.getByRole('button', { name: 'Change password' }));
  expect(screen.getByText('At least 12 characters')).toBeVisible();
  expect(sent).toEqual([]);
  await user.type(screen.getByLabelText(/^New password/), ' and longer words');
  await user.click(screen.getByRole('button', { name: 'Change password' }));
  expect(await screen.findByText('is not your present password')).toBeVisible();
  await user.clear(current);
  await user.type(current, 'correct horse battery');
  await user.click(screen.getByRole('button', { name: 'Change password' }));
  expect(await screen.findByRole('group', { name: 'Your password is changed' })).toBeVisible();
  expect(current).toHaveValue('');
});

test('sessions elsewhere are ended, and the one in use is not offered for it', async () => {
  signedInAs('agent');
  const at = { created_at: '2026-11-22T09:00:00Z', last_seen_at: '2026-11-22T09:30:00Z' };
  const here = { ...at, id: ADA.id, expires_at: '2026-11-29T09:00:00Z', current: true };
  let all = [here, { ...here, id: '01a20471-0151-77f3-8020-b602ce5a0009', current: false }];
  answer('get', '/auth/sessions', () => pageOf(all));
  answer('delete', '/auth/sessions/:id', ({ params }) => {
    all = all.filter(({ id }) => id !== params.id);
    return new HttpResponse(null, { status: 204 });
  });
  const { user } = await openAt('/customer-care/preferences');
  await user.click(await screen.findByRole('button', { name: /^End the session of/ }));
  await waitFor(() => expect(screen.queryByRole('button', { name: /^End the session of/ })).not.toBeInTheDocument());
  expect(screen.getByText('This one')).toBeVisible();
  expect(all).toEqual([here]);
});
