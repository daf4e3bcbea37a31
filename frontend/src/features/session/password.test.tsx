import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { UsePasswordLink } from '@/api/generated/types.gen';
import { openAt } from '@/test/app';
import { answer, refuse } from '@/test/server';

test('a password is set by the token of a link, which leaves the address at once', async () => {
  const sent: UsePasswordLink[] = [];
  answer<null, UsePasswordLink>('post', '/auth/password-link', ({ body }) => {
    sent.push(body);
    return null;
  });
  const { user, address } = await openAt('/customer-care/password#token=q3T0yLzT');
  const box = await screen.findByLabelText(/^New password/);
  expect(address()).toBe('/customer-care/password');
  await user.type(box, 'too short');
  await user.click(screen.getByRole('button', { name: 'Set password' }));
  expect(screen.getByText('At least 12 characters')).toBeVisible();
  await user.clear(box);
  await user.type(box, 'correct horse battery');
  await user.click(screen.getByRole('button', { name: 'Set password' }));
  expect(await screen.findByRole('link', { name: 'To the sign-in' })).toBeVisible();
  expect(sent).toEqual([{ token: 'q3T0yLzT', password: 'correct horse battery' }]);
});

test('a link that is used up says so, and one without a token what to do', async () => {
  answer('post', '/auth/password-link', () => refuse(401, 'invalid_link'));
  const { user, unmount } = await openAt('/customer-care/password#token=old');
  await user.type(await screen.findByLabelText(/^New password/), 'correct horse battery');
  await user.click(screen.getByRole('button', { name: 'Set password' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('This link is used up or too old');
  unmount();
  await openAt('/customer-care/password');
  expect(await screen.findByText('This link is not complete')).toBeVisible();
});
