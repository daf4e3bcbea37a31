import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Login, LoginResponse, Me } from '@/api/generated/types.gen';
import { ADA, nobodySignedIn, openAt, sessionOf, signedInAs } from '@/test/app';
import { answer, refuse } from '@/test/server';

async function fillIn(user: Awaited<ReturnType<typeof openAt>>['user'], password: string) {
  await user.type(await screen.findByLabelText(/E-mail/), ADA.email);
  await user.type(screen.getByLabelText(/^Password/), password);
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
}

test('a deep link survives the sign-in', async () => {
  nobodySignedIn();
  const { user, address } = await openAt('/customer-care/preferences');
  await screen.findByRole('button', { name: 'Sign in' });
  expect(address()).toBe('/customer-care/login?to=/customer-care/preferences');
  answer<LoginResponse, Login>('post', '/auth/login', ({ body }) =>
    body.password === 'correct horse battery' ? sessionOf(ADA) : refuse(401, 'wrong_credentials'),
  );
  await fillIn(user, 'something else');
  expect(await screen.findByText('E-mail or password is wrong.')).toBeVisible();
  signedInAs('agent');
  await user.type(screen.getByLabelText(/^Password/), '{Control>}a{/Control}correct horse battery');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  expect(await screen.findByRole('heading', { name: 'My settings', level: 1 })).toBeVisible();
  expect(address()).toBe('/customer-care/preferences');
});

test('sign-in refused after too many failed attempts says when to try again', async () => {
  nobodySignedIn();
  const { user } = await openAt('/customer-care/login');
  const throttled = refuse(429, 'too_many_attempts');
  throttled.headers.set('retry-after', '240');
  answer<LoginResponse>('post', '/auth/login', () => throttled);
  await fillIn(user, 'something else');
  expect(await screen.findByText('Too many failed attempts. Try again in 4 minutes.')).toBeVisible();
});

test('a browser that does not keep the cookie is told why, and may go on', async () => {
  nobodySignedIn();
  const { user, address } = await openAt('/customer-care/login?to=/customer-care/preferences');
  answer<LoginResponse>('post', '/auth/login', () => sessionOf(ADA));
  await fillIn(user, 'correct horse battery');
  expect(await screen.findByText('The browser did not keep the sign-in cookie')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Go on for now' }));
  await waitFor(() => expect(address()).toBe('/customer-care/preferences'));
});

test('an address elsewhere is not reachable through the sign-in', async () => {
  signedInAs('auditor');
  answer('get', '/oversight/summary', () => refuse(503, 'unavailable'));
  const { address } = await openAt('/customer-care/login?to=//evil.example/');
  await waitFor(() => expect(address()).toBe('/admin/customer-care-oversight'));
});

test('signing out forgets who was here and every draft', async () => {
  signedInAs('auditor');
  answer<Me>('get', '/auth/me', () => ADA);
  answer('post', '/auth/logout', () => ({}));
  const { user, address } = await openAt('/customer-care/preferences');
  await user.click(await screen.findByRole('button', { name: 'Your account: Ada Obi' }));
  localStorage.setItem(`caredesk.draft.${ADA.id}.reply.1`, 'Dear Ife');
  nobodySignedIn();
  await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }));
  await waitFor(() => expect(address()).toBe('/customer-care/login'));
  expect(JSON.stringify({ ...localStorage })).not.toContain('Dear Ife');
});

test('the language can be changed, and everything follows', async () => {
  signedInAs('agent');
  const { user } = await openAt('/customer-care/preferences');
  await user.selectOptions(await screen.findByLabelText('Language'), 'fr');
  expect(await screen.findByRole('heading', { name: 'Mes réglages', level: 1 })).toBeVisible();
  expect(document.documentElement.lang).toBe('fr');
});

test('an address without a page says so', async () => {
  signedInAs('agent');
  await openAt('/customer-care/nowhere');
  expect(await screen.findByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  expect(screen.getByRole('navigation', { name: 'Main navigation' })).toBeVisible();
});

test('the palette opens over an input, and the help sheet names the keys of the page', async () => {
  signedInAs('agent');
  const { user, address } = await openAt('/customer-care/preferences');
  await user.click(await screen.findByLabelText('Language'));
  await user.keyboard('{Control>}k{/Control}');
  expect(await screen.findByPlaceholderText(/Find a patient/)).toBeVisible();
  await user.keyboard('{Escape}');
  (document.activeElement as HTMLElement | null)?.blur();
  await user.keyboard('?');
  expect(await screen.findByRole('dialog', { name: 'Keyboard' })).toHaveTextContent('New ticket');
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Keyboard' })).not.toBeInTheDocument());
  await user.keyboard('gc');
  await waitFor(() => expect(address()).toBe('/customer-care/customers'));
});

// Such an address once said that the page was broken, and to load it again.
test('a page that is not for the role says so', async () => {
  signedInAs('auditor');
  await openAt('/customer-care/tickets');
  expect(await screen.findByRole('heading', { name: 'This page is not for your role' })).toBeVisible();
  expect(screen.getByText(/Care agent, Doctor,? and Administrator. You are signed in as: Auditor/)).toBeVisible();
  expect(screen.getByRole('navigation')).toBeInTheDocument();
});
