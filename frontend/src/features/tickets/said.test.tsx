import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { AssignTicket, Message, MoveTicket, SetTicketStatus } from '@/api/generated/types.gen';
import { ADA, openAt, signedInAs } from '@/test/app';
import { aCustomer, aDeed, aMessage, aTicket, pageOf, ticketPage } from '@/test/records';
import { answer, refuse } from '@/test/server';

const AT = '/customer-care/tickets/TKT-AX2ADA4N';

test('a reply says whether the app has fetched it, a program is named as one, and words taken out are missed openly', async () => {
  signedInAs('agent');
  ticketPage(aTicket());
  answer('get', '/tickets/:id/messages', () =>
    pageOf([
      aMessage({ body: 'On its way' }),
      aMessage({ body: 'Arrived', fetched_at: '2026-11-22T09:05:00Z' }),
      aMessage({ body: 'From the app', author: 'service', writer: { id: ADA.id, name: 'Telehealth app' } }),
      aMessage({ kind: 'note', body: null, redacted: true }),
    ]),
  );
  await openAt(AT);
  const entry = async (text: string) => (await screen.findByText(text)).closest('li') as HTMLElement;
  expect(await entry('On its way')).toHaveTextContent('Not fetched by the app yet');
  expect(await entry('Arrived')).toHaveTextContent('Fetched by the app');
  expect(await entry('From the app')).toHaveTextContent('Telehealth app (program)');
  expect(await entry('The words were taken out.')).toHaveTextContent('Internal note');
});

test('one’s own note is edited where it stands, and words are taken out with a reason', async () => {
  signedInAs('admin');
  ticketPage(aTicket());
  let note: Message = aMessage({ kind: 'note', body: 'Ask billing', allowed: ['edit_note', 'redact'] });
  answer('get', '/tickets/:id/messages', () => pageOf([note]));
  answer<Message, { body: string }>('patch', '/notes/:id', ({ body }) => {
    note = { ...note, ...body, edited_at: '2026-11-22T10:00:00Z', version: 2 };
    return note;
  });
  const { user } = await openAt(AT);
  await user.click(await screen.findByRole('button', { name: 'Edit this note' }));
  await user.type(screen.getByRole('textbox', { name: 'Edit this note' }), ' first');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Ask billing first')).toBeVisible();

  answer<Message, { reason: string }>('post', '/notes/:id/redact', ({ body }) => {
    expect(body.reason).toBe('It names another patient');
    note = { ...note, body: null, redacted: true, allowed: [] };
    return note;
  });
  await user.click(screen.getByRole('button', { name: 'Take the words out' }));
  const dialog = await screen.findByRole('dialog', { name: 'Take the words out' });
  const confirm = within(dialog).getByRole('button', { name: 'Take the words out' });
  await user.click(confirm);
  expect(within(dialog).getByText('At least 10 characters')).toBeVisible();
  await user.type(within(dialog).getByRole('textbox'), 'It names another patient');
  await user.click(confirm);
  expect(await screen.findByText('The words were taken out.')).toBeVisible();
});

test('a ticket is transferred with a note, resolved as a duplicate, and moved to the right patient', async () => {
  signedInAs('agent');
  const ticket = aTicket({ allowed: ['assign', 'set_status', 'move_ticket'] });
  ticketPage(ticket);
  const other = aTicket({ number: 'TKT-OTHER001', subject: 'The same charge' });
  answer('get', '/tickets', () => pageOf([ticket, other]));
  answer('get', '/customers', () => pageOf([aCustomer({ id: other.id, name: 'Ife Adeyemi' })]));
  const sent: unknown[] = [];
  answer<object, AssignTicket>('post', '/tickets/:id/assignment', ({ body }) => {
    sent.push(body);
    return ticket;
  });
  answer<object, SetTicketStatus>('post', '/tickets/:id/status', ({ body }) => {
    sent.push(body);
    return refuse(409, 'conflict');
  });
  answer<object, MoveTicket>('post', '/tickets/:id/customer', ({ body }) => {
    sent.push(body);
    return ticket;
  });
  const { user } = await openAt(AT);
  const choose = async (name: string) => {
    await user.click(await screen.findByRole('button', { name: 'More actions' }));
    await user.click(await screen.findByRole('menuitem', { name }));
    return within(await screen.findByRole('dialog', { name }));
  };
  const transfer = await choose('Transfer with a note');
  await user.type(transfer.getByLabelText(/What they need to know/), 'She calls at noon');
  await user.click(transfer.getByRole('button', { name: 'Hand over' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());

  const duplicate = await choose('Resolve as a duplicate');
  await user.click(await duplicate.findByRole('radio', { name: /The same charge/ }));
  await user.click(duplicate.getByRole('button', { name: 'Resolve as a duplicate' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());

  const move = await choose('Wrong patient');
  await user.click(await move.findByRole('button', { name: /Ife Adeyemi/ }));
  const reasoned = within(await screen.findByRole('dialog', { name: 'Wrong patient' }));
  await user.type(reasoned.getByRole('textbox'), 'Namesake taken for her');
  await user.click(reasoned.getByRole('button', { name: 'Move to Ife Adeyemi' }));
  await waitFor(() => expect(sent).toHaveLength(3));
  expect(sent).toEqual([
    { assignee_id: ADA.id, note: 'She calls at noon' },
    { status: 'resolved', duplicate_of: 'TKT-OTHER001' },
    { customer_id: other.id, reason: 'Namesake taken for her', with_interactions: true },
  ]);
});

test('what a colleague wrote when handing a ticket over stands above the conversation, until it goes on', async () => {
  signedInAs('agent');
  ticketPage(aTicket());
  const entries = [
    aDeed({ action: 'assign', changes: { assignee: { from: null, to: ADA.id }, note: 'She calls at noon' } }),
  ];
  answer('get', '/tickets/:id/timeline', () => pageOf(entries));
  const { unmount } = await openAt(AT);
  expect(await screen.findByRole('region', { name: 'Handed over by Ada Obi' })).toHaveTextContent('She calls at noon');
  expect(within(screen.getByRole('list', { name: 'History' })).getByText('She calls at noon')).toBeVisible();
  unmount();
  entries.unshift(
    aDeed({ at: '2026-11-22T10:00:00Z', action: 'assign', changes: { assignee: { from: ADA.id, to: null } } }),
  );
  await openAt(AT);
  await screen.findByRole('list', { name: 'History' });
  await waitFor(() => expect(screen.getAllByText(/assigned the ticket/)).toHaveLength(2));
  expect(screen.queryByRole('region', { name: 'Handed over by Ada Obi' })).not.toBeInTheDocument();
});

test('the history shows what was written and from what to what, and of words that were taken out nothing', async () => {
  signedInAs('agent');
  ticketPage(aTicket());
  const deeds = [
    aDeed({ action: 'reply', changes: { body: { to: 'It is on its way.' } } }),
    aDeed({ action: 'note', changes: { body: {} } }),
    aDeed({ action: 'edit_ticket', changes: { subject: { from: 'Charged twise', to: 'Charged twice' } } }),
    aDeed({ action: 'edit_ticket', changes: { description: { from: 'A', to: 'The card was charged twice.' } } }),
    aDeed({ action: 'open_ticket', changes: { subject: { to: 'As the page says' } } }),
  ];
  answer('get', '/tickets/:id/timeline', () => pageOf(deeds));
  await openAt(AT);
  const history = within(await screen.findByRole('list', { name: 'History' }));
  expect(await history.findByText('It is on its way.')).toBeVisible();
  expect(history.getByText(/Charged twise → Charged twice/)).toBeVisible();
  expect(history.getByText('The card was charged twice.')).toBeVisible();
  expect(history.queryByText('As the page says')).not.toBeInTheDocument();
  expect(history.getAllByRole('listitem')).toHaveLength(5);
});

test('what is typed while a note is on its way stays in the box, and is the next one', async () => {
  signedInAs('agent');
  ticketPage(aTicket());
  const sent: string[] = [];
  let arrive: () => void = () => undefined;
  answer<Message, { body: string }>('post', '/tickets/:id/messages', async ({ body }) => {
    sent.push(body.body);
    await new Promise<void>((done) => {
      arrive = done;
    });
    return aMessage({ kind: 'note', body: body.body });
  });
  const { user } = await openAt(AT);
  await user.click(await screen.findByRole('tab', { name: 'Internal note' }));
  const box = screen.getByRole('textbox', { name: 'Internal note' });
  await user.type(box, 'Ask billing{Control>}{Enter}{/Control}');
  await waitFor(() => expect(sent).toHaveLength(1));
  await user.type(box, ' and the bank');
  arrive();
  await waitFor(() => expect(box).toHaveValue('and the bank'));
  await user.type(box, '{Control>}{Enter}{/Control}');
  await waitFor(() => expect(sent).toEqual(['Ask billing', 'and the bank']));
  arrive();
  await waitFor(() => expect(box).toHaveValue(''));
});

test('what was said last is shown, however much was said before', async () => {
  signedInAs('agent');
  ticketPage(aTicket());
  answer('get', '/tickets/:id/messages', ({ url }) => {
    if (url.searchParams.get('cursor') === 'more') return pageOf([aMessage({ body: 'The very last words' })]);
    const first = pageOf([aMessage({ body: 'The first words' })]);
    return { ...first, page: { ...first.page, has_more: true, next_cursor: 'more' } };
  });
  await openAt(AT);
  expect(await screen.findByText('The first words')).toBeVisible();
  expect(await screen.findByText('The very last words')).toBeVisible();
});

test('that a patient has died is said before the conversation', async () => {
  signedInAs('agent');
  const ticket = aTicket();
  ticketPage(ticket);
  answer('get', '/customers/:id', () =>
    aCustomer({ id: ticket.customer.id, deceased: true, deceased_at: '2026-11-01T00:00:00Z' }),
  );
  await openAt(AT);
  const notice = await screen.findByRole('group', { name: /^Died on/ });
  const thread = screen.getByRole('region', { name: 'Conversation' });
  expect(notice.compareDocumentPosition(thread) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
});

test('one’s own reply is taken back after asking, and its words are in the box again', async () => {
  signedInAs('agent');
  ticketPage(aTicket());
  let reply: Message = aMessage({
    body: 'Your card ends in 4471.',
    fetched_at: '2026-11-22T09:05:00Z',
    allowed: ['recall'],
  });
  const old = aMessage({ body: 'We look into it.', allowed: [] });
  answer('get', '/tickets/:id/messages', () => pageOf([old, reply]));
  answer('post', '/tickets/:id/messages/:message/recall', ({ params }) => {
    expect(params.message).toBe(reply.id);
    reply = { ...reply, body: null, redacted: true, allowed: [] };
    return reply;
  });
  const { user } = await openAt(AT);
  // Of the two only the recent one.
  await user.click(await screen.findByRole('button', { name: 'Take back this reply' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Take back this reply' }));
  expect(dialog.getByText(/The app has fetched it already/)).toBeVisible();
  await user.click(dialog.getByRole('button', { name: 'Take back this reply' }));
  expect(await screen.findByText('The words were taken out.')).toBeVisible();
  expect(screen.getByRole('textbox', { name: 'Reply to the customer' })).toHaveValue('Your card ends in 4471.');
});
