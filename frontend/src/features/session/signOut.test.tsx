import { act, screen, waitFor } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import type { LoginResponse } from '@/api/generated/types.gen';
import { ADA, nobodySignedIn, openAt, sessionOf, signedInAs } from '@/test/app';
import { aMessage, aTicket, ticketPage } from '@/test/records';
import { answer, refuse } from '@/test/server';

// Signing out: for all tabs, also where the server does not hear of it, and without leaving anything in memory.

const AT = '/customer-care/tickets/TKT-AX2ADA4N';
const RECORD = 'caredesk.session';
type User = Awaited<ReturnType<typeof openAt>>['user'];

async function openTicket() {
  signedInAs('agent');
  ticketPage(aTicket());
  const page = await openAt(AT);
  await page.user.type(await screen.findByRole('textbox', { name: 'Reply to the customer' }), 'Dear Ife');
  return page;
}

async function signOut(user: User) {
  await user.click(await screen.findByRole('button', { name: 'Your account: Ada Obi' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }));
  await screen.findByRole('button', { name: 'Sign in' });
}

async function signIn(user: User) {
  answer<LoginResponse>('post', '/auth/login', () => sessionOf(ADA));
  signedInAs('agent');
  await user.type(screen.getByLabelText(/E-mail/), ADA.email);
  await user.type(screen.getByLabelText(/^Password/), 'correct horse battery');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
}

test('sign_out_in_another_tab_clears_this_one', async () => {
  const { address, queryClient } = await openTicket();
  nobodySignedIn();
  localStorage.setItem(RECORD, `signed_out ${ADA.id}`);
  act(() => {
    window.dispatchEvent(new StorageEvent('storage', { key: RECORD }));
  });
  await waitFor(() => expect(address()).toBe('/customer-care/login'));
  expect(JSON.stringify({ ...localStorage })).not.toContain('Dear Ife');
  expect(queryClient.getQueryCache().getAll()).toEqual([]);
});

test('sign_out_that_fails_is_told_is_not_undone_and_is_retried', async () => {
  const { user, address } = await openTicket();
  let renewals = 0;
  answer('post', '/auth/refresh', () => {
    renewals += 1;
    return sessionOf(ADA);
  });
  answer('post', '/auth/logout', () => refuse(503, 'unavailable'));
  await signOut(user);
  expect(await screen.findByText('Sign-out not complete')).toBeVisible();
  expect(localStorage.getItem(RECORD)).toBe(`sign_out_failed ${ADA.id}`);
  // Somebody comes back to the tab.
  act(() => {
    window.dispatchEvent(new Event('focus'));
  });
  expect(address()).toBe('/customer-care/login');
  expect(renewals).toBe(0);
  let confirmed = 0;
  answer('post', '/auth/logout', ({ headers }) => {
    confirmed += 1;
    expect(headers.get('caredesk-staff')).toBe(ADA.id);
    return new HttpResponse(null, { status: 204 });
  });
  expect(await screen.findByText('You are signed out')).toBeVisible();
  expect(confirmed).toBe(1);
  expect(renewals).toBe(0);
});

test('load_with_a_pending_sign_out_does_not_sign_in_again', async () => {
  localStorage.setItem(RECORD, `signing_out ${ADA.id}`);
  answer('post', '/auth/refresh', () => {
    throw new Error('the session was renewed');
  });
  answer('post', '/auth/logout', () => refuse(503, 'unavailable'));
  const { address } = await openAt(AT);
  expect(await screen.findByText('Sign-out not complete')).toBeVisible();
  expect(address()).toBe(`/customer-care/login?to=${AT}`);
});

test('sign_out_forgets_the_key_of_a_request_whose_outcome_is_unknown', async () => {
  const { user, history } = await openTicket();
  const keys: (string | null)[] = [];
  answer('post', '/tickets/:id/messages', ({ headers }) => {
    keys.push(headers.get('idempotency-key'));
    return refuse(503, 'unavailable');
  });
  const send = async (times: number) => {
    await user.click(screen.getByRole('button', { name: 'Send reply' }));
    await waitFor(() => expect(keys).toHaveLength(times));
  };
  await send(1);
  await send(2);
  answer('post', '/auth/logout', () => new HttpResponse(null, { status: 204 }));
  answer('get', '/dashboard', () => refuse(503, 'unavailable'));
  nobodySignedIn();
  await signOut(user);
  await signIn(user);
  await screen.findByRole('button', { name: 'Your account: Ada Obi' });
  history.push(AT);
  await user.type(await screen.findByRole('textbox', { name: 'Reply to the customer' }), 'Dear Ife');
  await send(3);
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
});

test('answer_after_sign_out_is_neither_told_nor_kept', async () => {
  const { user, queryClient } = await openTicket();
  let arrive: (() => void) | undefined;
  const held = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  answer('post', '/tickets/:id/messages', async () => {
    await held;
    return aMessage({ body: 'Dear Ife' });
  });
  answer('post', '/auth/logout', () => new HttpResponse(null, { status: 204 }));
  await user.click(screen.getByRole('button', { name: 'Send reply' }));
  nobodySignedIn();
  await signOut(user);
  arrive?.();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(screen.queryByRole('group')).not.toBeInTheDocument();
  expect(screen.getByRole('status')).toBeEmptyDOMElement();
  expect(queryClient.getQueryCache().getAll()).toEqual([]);
});
