import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { CreateMessage, LoginResponse, SetTicketStatus, UpdateTicket } from '@/api/generated/types.gen';
import { tagOf } from '@/api/merge';
import { ADA, nobodySignedIn, openAt, sessionOf, signedInAs } from '@/test/app';
import { aMessage, aTicket, pageOf, queueOf, ticketPage } from '@/test/records';
import { answer, refuse } from '@/test/server';

const AT = '/customer-care/tickets/TKT-AX2ADA4N';

test('a reply and a note are written in different boxes and sent as what they are', async () => {
  signedInAs('agent');
  const ticket = aTicket();
  ticketPage(ticket);
  const sent: CreateMessage[] = [];
  answer<object, CreateMessage>('post', '/tickets/:id/messages', ({ body, headers }) => {
    expect(headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/);
    sent.push(body);
    return aMessage({ kind: body.kind, body: body.body });
  });
  const { user } = await openAt(AT);
  await user.type(await screen.findByRole('textbox', { name: 'Reply to the customer' }), 'Dear Ife');
  await user.click(screen.getByRole('tab', { name: 'Internal note' }));
  const note = screen.getByRole('textbox', { name: 'Internal note' });
  expect(note).toHaveValue('');
  await user.type(note, 'Ask billing');
  await user.click(screen.getByRole('button', { name: 'Add note' }));
  await waitFor(() => expect(note).toHaveValue(''));
  expect(sent).toEqual([{ kind: 'note', body: 'Ask billing' }]);
  await user.click(screen.getByRole('tab', { name: 'Reply' }));
  expect(screen.getByRole('textbox', { name: 'Reply to the customer' })).toHaveValue('Dear Ife');
});

test('what was typed survives leaving the page, and the list shows that there is a draft', async () => {
  signedInAs('agent');
  const ticket = aTicket();
  ticketPage(ticket);
  const { user, history } = await openAt(AT);
  await user.type(await screen.findByRole('textbox', { name: 'Reply to the customer' }), 'Half a sent');
  queueOf([ticket]);
  await user.click(screen.getAllByRole('link', { name: 'Tickets' })[0] as HTMLElement);
  const row = await screen.findByRole('row', { name: /Charged twice/ });
  expect(within(row).getByText('Draft')).toBeVisible();
  history.back();
  expect(await screen.findByRole('textbox', { name: 'Reply to the customer' })).toHaveValue('Half a sent');
});

test('resolving shows at once, can be undone, and is taken back when it is refused', async () => {
  signedInAs('agent');
  let ticket = aTicket();
  const asked: SetTicketStatus[] = [];
  ticketPage(ticket);
  answer('get', '/tickets/:id', () => ticket);
  let arrived: () => void = () => undefined;
  answer<object, SetTicketStatus>('post', '/tickets/:id/status', async ({ body }) => {
    asked.push(body);
    if (asked.length === 1) await new Promise<void>((resolve) => (arrived = resolve));
    ticket = { ...ticket, status: body.status, version: ticket.version + 1 };
    return ticket;
  });
  const { user } = await openAt(AT);
  await user.click(await screen.findByRole('button', { name: 'Resolve ticket' }));
  // Before the desk has answered.
  await waitFor(() => expect(screen.getByLabelText('Status')).toHaveValue('resolved'));
  expect(screen.queryByRole('group', { name: 'Status is now resolved' })).not.toBeInTheDocument();
  arrived();
  const notice = await screen.findByRole('group', { name: 'Status is now resolved' });
  expect(screen.getByLabelText('Status')).toHaveValue('resolved');
  await user.click(within(notice).getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(screen.getByLabelText('Status')).toHaveValue('open'));
  expect(asked).toEqual([{ status: 'resolved' }, { status: 'open', undo: true }]);

  answer('post', '/tickets/:id/status', () =>
    refuse(409, 'illegal_transition', { detail: 'It has an open escalation.' }),
  );
  await user.click(screen.getByRole('button', { name: 'Resolve ticket' }));
  const refusal = await screen.findByRole('group', { name: 'That did not work' });
  expect(refusal).toHaveTextContent('It has an open escalation.');
  expect(refusal).toHaveTextContent('0192f3c4-7a1b-7c2d-8e3f-405162738495');
  await waitFor(() => expect(screen.getByLabelText('Status')).toHaveValue('open'));
});

test('a save repeats itself when others changed something else, and never overwrites the same field', async () => {
  signedInAs('agent');
  let now = aTicket({ priority: 'high' });
  ticketPage(now);
  answer('get', '/tickets/:id', () => now);
  answer<object, UpdateTicket>('patch', '/tickets/:id', ({ body, headers }) => {
    if (headers.get('If-Match') !== tagOf(now.version)) return refuse(412, 'stale');
    now = { ...now, ...body, version: now.version + 1 };
    return now;
  });
  const { user } = await openAt(AT);
  const priority = await screen.findByLabelText('Priority');
  now = { ...now, category: 'medical', version: 5 };
  await user.selectOptions(priority, 'urgent');
  await waitFor(() => expect(now).toMatchObject({ priority: 'urgent', category: 'medical', version: 6 }));
  await waitFor(() => expect(screen.getByLabelText('Category')).toHaveValue('medical'));

  now = { ...now, priority: 'low', version: 9 };
  await user.selectOptions(screen.getByLabelText('Priority'), 'medium');
  const dialog = await screen.findByRole('dialog', { name: 'Somebody else changed the same thing' });
  expect(within(dialog).getByRole('row', { name: /Priority/ })).toHaveTextContent('LowMedium');
  expect(now.priority).toBe('low');
  await user.click(within(dialog).getByRole('button', { name: 'Save mine' }));
  await waitFor(() => expect(now.priority).toBe('medium'));
});

test('what a person may do is what the ticket allows, and nothing else is offered', async () => {
  signedInAs('doctor');
  ticketPage(aTicket({ allowed: [] }));
  await openAt(AT);
  expect(await screen.findByRole('heading', { name: 'Charged twice in March', level: 1 })).toBeVisible();
  for (const name of ['Resolve ticket', 'Claim ticket', 'Send reply', 'Add note']) {
    expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
  }
  expect(screen.queryByRole('tab', { name: 'Internal note' })).not.toBeInTheDocument();
  expect(screen.queryByLabelText('Priority')).not.toBeInTheDocument();
});

test('a session that ends in the middle of a reply is renewed over it, and nothing typed is lost', async () => {
  signedInAs('agent');
  const ticket = aTicket();
  ticketPage(ticket);
  const { user } = await openAt(AT);
  await user.type(await screen.findByRole('textbox', { name: 'Reply to the customer' }), 'Dear Ife');
  answer('post', '/tickets/:id/messages', () => refuse(401, 'signed_out'));
  nobodySignedIn();
  await user.click(screen.getByRole('button', { name: 'Send reply' }));
  const dialog = await screen.findByRole('dialog', { name: 'Your session has ended' });
  answer<LoginResponse>('post', '/auth/login', () => sessionOf(ADA));
  await user.type(within(dialog).getByLabelText(/^Password/), 'correct horse battery');
  await user.click(within(dialog).getByRole('button', { name: 'Go on' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  expect(screen.getByRole('textbox', { name: 'Reply to the customer' })).toHaveValue('Dear Ife');
});

test('the one who loses a claim learns who won', async () => {
  signedInAs('agent');
  const ticket = aTicket();
  ticketPage(ticket);
  const { user } = await openAt(AT);
  answer('post', '/tickets/:id/claim', () => refuse(409, 'claimed', { detail: 'Ben Musa has claimed it.' }));
  await user.click(await screen.findByRole('button', { name: 'Claim ticket' }));
  expect(await screen.findByRole('group', { name: 'That did not work' })).toHaveTextContent('Ben Musa has claimed it.');
});

test('resolve and next goes on through the list the ticket was opened from, and is remembered', async () => {
  signedInAs('agent');
  const first = aTicket({ subject: 'The first one', number: 'TKT-FFFFFFF1' });
  const second = aTicket({ subject: 'The second one', number: 'TKT-SSSSSSS2' });
  queueOf([first, second]);
  answer('get', '/tickets/:id', ({ params }) =>
    params.id === first.number || params.id === first.id ? first : second,
  );
  answer('get', '/tickets/:id/messages', () => pageOf([]));
  answer('get', '/tickets/:id/timeline', () => pageOf([]));
  answer('get', '/tickets/:id/escalations', () => pageOf([]));
  answer('get', '/customers/:id', () => refuse(404, 'not_found'));
  answer('post', '/tickets/:id/status', () => ({ ...first, status: 'resolved' }));
  const { user, address } = await openAt('/customer-care/tickets?status=open');
  await user.click(await screen.findByRole('link', { name: 'The first one' }));
  await user.click(await screen.findByRole('button', { name: 'Other ways to resolve' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Resolve & next' }));
  expect(await screen.findByRole('heading', { name: 'The second one' })).toBeVisible();
  expect(address()).toBe('/customer-care/tickets/TKT-SSSSSSS2');
  expect(screen.getByRole('button', { name: 'Resolve & next' })).toBeVisible();
});
