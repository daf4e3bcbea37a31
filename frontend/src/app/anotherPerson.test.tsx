import { act, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { LoginResponse, Me } from '@/api/generated/types.gen';
import { ADA, nobodySignedIn, openAt, sessionOf, signedInAs } from '@/test/app';
import { aTicket, ticketPage } from '@/test/records';
import { answer, refuse } from '@/test/server';
import { loadPage } from './loadPage';

// A page is one person's: what happens when another signs in in the same browser.

vi.mock('./loadPage', () => ({ loadPage: vi.fn() }));

const CLEO: Me = { ...ADA, id: '01a20471-0151-77f3-8020-b602ce5a00c1', name: 'Cleo Park', email: 'cleo@desk.example' };
const AT = '/customer-care/tickets/TKT-AX2ADA4N';

/** Another tab has written that `state` holds for `me`. */
function otherTab(state: string, me: Me) {
  localStorage.setItem('caredesk.session', `${state} ${me.id}`);
  act(() => {
    window.dispatchEvent(new StorageEvent('storage', { key: 'caredesk.session' }));
  });
}

const signedInNow = (me: Me) => answer('post', '/auth/refresh', () => sessionOf(me));
const lock = () => screen.findByRole('heading', { level: 1, name: 'Cleo Park is now signed in' });
const replyBox = () => screen.findByRole('textbox', { name: 'Reply to the customer' });

async function openTicket() {
  signedInAs('agent');
  const ticket = aTicket();
  ticketPage(ticket);
  const page = await openAt(AT);
  await page.user.type(await replyBox(), 'Dear Ife');
  return { ...page, ticket };
}

async function signInAgain({ user }: Pick<Awaited<ReturnType<typeof openAt>>, 'user'>) {
  answer<LoginResponse>('post', '/auth/login', () => sessionOf(ADA));
  await user.type(screen.getByLabelText(/^Password/), 'correct horse battery');
  await user.click(screen.getByRole('button', { name: 'Sign in again as Ada Obi' }));
}

beforeEach(() => {
  vi.mocked(loadPage).mockClear();
});

test('reply_renewed_as_another_person_is_not_sent_again', async () => {
  const { user, ticket, ...page } = await openTicket();
  const senders: (string | null)[] = [];
  answer('post', '/tickets/:id/messages', ({ headers }) => {
    senders.push(headers.get('authorization'), headers.get('caredesk-staff'));
    return refuse(401, 'session_ended');
  });
  signedInNow(CLEO);
  await user.click(screen.getByRole('button', { name: 'Send reply' }));
  expect(await lock()).toHaveFocus();
  expect(document.title).toBe('Cleo Park is now signed in · CareDesk');
  expect(document.body).not.toHaveTextContent(ticket.subject);
  expect(document.body).not.toHaveTextContent('Dear Ife');
  expect(senders).toEqual(['Bearer token-of-agent', ADA.id]);

  await signInAgain({ user, ...page });
  expect(await replyBox()).toHaveValue('Dear Ife');
  expect(document.title).toBe('TKT-AX2ADA4N · CareDesk');
  await waitFor(() => expect(localStorage.getItem('caredesk.session')).toBe(`signed_in ${ADA.id}`));
});

test('request_refused_as_another_person_locks_the_page', async () => {
  const { user } = await openTicket();
  answer('post', '/tickets/:id/messages', () => refuse(409, 'another_person'));
  signedInNow(CLEO);
  await user.click(screen.getByRole('button', { name: 'Send reply' }));
  expect(await lock()).toBeVisible();
});

test('focus_after_another_sign_in_locks_and_continue_loads_the_page_anew', async () => {
  const { user } = await openTicket();
  signedInNow(CLEO);
  act(() => {
    window.dispatchEvent(new Event('focus'));
  });
  await lock();
  await user.click(screen.getByRole('button', { name: 'Continue as Cleo Park' }));
  expect(loadPage).toHaveBeenCalledWith('/');
  expect(Object.keys(localStorage).some((key) => key.startsWith(`caredesk.draft.${ADA.id}.`))).toBe(true);
});

test('sign_in_in_another_tab_locks_before_the_server_says_who', async () => {
  const { user } = await openTicket();
  answer('post', '/auth/refresh', () => refuse(503, 'unavailable'));
  otherTab('signed_in', CLEO);
  expect(await screen.findByRole('heading', { name: 'Someone else is now signed in' })).toBeVisible();
  signedInNow(CLEO);
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await lock()).toBeVisible();
});

test('fields_without_a_draft_survive_the_lock', async () => {
  signedInAs('agent');
  const { user, ...page } = await openAt('/customer-care/preferences');
  await user.type(await screen.findByLabelText(/^New password/), 'four words of mine');
  signedInNow(CLEO);
  otherTab('signed_in', CLEO);
  await lock();
  await signInAgain({ user, ...page });
  expect(await screen.findByLabelText(/^New password/)).toHaveValue('four words of mine');
});

test('sign_out_of_the_other_person_leaves_an_ended_session', async () => {
  await openTicket();
  signedInNow(CLEO);
  otherTab('signed_in', CLEO);
  await lock();
  nobodySignedIn();
  otherTab('signed_out', CLEO);
  const dialog = await screen.findByRole('dialog', { name: 'Your session has ended' });
  expect(within(dialog).getByText(/Ada Obi/)).toBeVisible();
  expect(document.body).not.toHaveTextContent('Charged twice');
  // Signed in again in another tab: this one opens by itself.
  signedInAs('agent');
  otherTab('signed_in', ADA);
  expect(await replyBox()).toHaveValue('Dear Ife');
});

test('sign_in_again_with_an_address_that_is_another_person_now_stays_locked', async () => {
  const { user } = await openTicket();
  nobodySignedIn();
  answer('post', '/tickets/:id/messages', () => refuse(401, 'session_ended'));
  await user.click(screen.getByRole('button', { name: 'Send reply' }));
  const dialog = await screen.findByRole('dialog', { name: 'Your session has ended' });
  answer<LoginResponse>('post', '/auth/login', () => sessionOf(CLEO));
  signedInNow(CLEO);
  await user.type(within(dialog).getByLabelText(/^Password/), 'correct horse battery');
  await user.click(within(dialog).getByRole('button', { name: 'Go on' }));
  expect(await lock()).toBeVisible();
});
