import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { CreateEscalation, CreateMessage, Escalation, EscalationMessage } from '@/api/generated/types.gen';
import { ADA, openAt, signedInAs } from '@/test/app';
import { aCustomer, aMessage, anEscalation, aTicket, pageOf, ticketPage } from '@/test/records';
import { answer, refuse } from '@/test/server';

const TICKET = '/customer-care/tickets/TKT-AX2ADA4N';
const NGOZI = { id: '01a20471-0151-77f3-8020-b602ce5a0001', name: 'Dr. Ngozi Eze' };

test('a ticket is escalated to a doctor, and the answer is used in the reply', async () => {
  signedInAs('agent');
  ticketPage(aTicket({ allowed: ['escalate', 'reply', 'set_status'] }));
  answer('get', '/staff', () => pageOf([{ ...NGOZI, role: 'doctor', allowed: [] }]));
  const answered = anEscalation({
    status: 'resolved',
    outcome: 'Come in today.',
    resolved_by: NGOZI,
    allowed: ['close'],
  });
  let raised: Escalation[] = [];
  answer('get', '/tickets/:id/escalations', () => pageOf(raised));
  answer('get', '/escalations/:id', () => answered);
  answer('get', '/escalations/:id/messages', () => pageOf<EscalationMessage>([]));
  const sent: CreateEscalation[] = [];
  answer<Escalation, CreateEscalation>('post', '/tickets/:id/escalations', ({ body }) => {
    sent.push(body);
    raised = [answered];
    return answered;
  });
  const { user } = await openAt(TICKET);
  await user.click(await screen.findByRole('button', { name: 'Escalate' }));
  const dialog = within(await screen.findByRole('dialog', { name: /Escalate to a doctor/ }));
  await dialog.findByRole('option', { name: NGOZI.name });
  await user.selectOptions(dialog.getByLabelText('Whom'), NGOZI.name);
  expect(dialog.getByLabelText('Priority')).toHaveValue('high');
  await user.selectOptions(dialog.getByLabelText('Priority'), 'Urgent');
  await user.type(dialog.getByRole('textbox'), 'Is the chest pain urgent?');
  await user.click(dialog.getByRole('button', { name: 'Escalate' }));
  await user.click(await screen.findByRole('button', { name: 'Use in reply' }));
  const target = { role: 'doctor', staff_id: NGOZI.id } as const;
  expect(sent).toEqual([{ target, reason: 'Is the chest pain urgent?', priority: 'urgent' }]);
  expect(screen.getByRole('textbox', { name: 'Reply to the customer' })).toHaveValue('Come in today.');
  const replies: CreateMessage[] = [];
  answer<object, CreateMessage>('post', '/tickets/:id/messages', ({ body }) => {
    replies.push(body);
    if (body.closes_escalation) raised = [anEscalation({ status: 'closed', outcome: 'Come in today.', allowed: [] })];
    return aMessage({ body: body.body });
  });
  await user.type(screen.getByRole('textbox', { name: 'Reply to the customer' }), ' Call first.');
  await user.click(screen.getByRole('button', { name: 'Send reply' }));
  expect(await screen.findByRole('group', { name: 'Sent. The escalation is closed.' })).toBeVisible();
  expect(replies).toEqual([{ kind: 'reply', body: 'Come in today. Call first.', closes_escalation: answered.id }]);
});

test('an answer that is not in what is sent leaves the choice whether its escalation is closed', async () => {
  signedInAs('agent');
  ticketPage(aTicket({ allowed: ['reply', 'set_status'] }));
  const answered = anEscalation({
    status: 'resolved',
    outcome: 'Come in today.',
    resolved_by: NGOZI,
    allowed: ['close'],
  });
  answer('get', '/tickets/:id/escalations', () => pageOf([answered]));
  answer('get', '/escalations/:id', () => answered);
  answer('get', '/escalations/:id/messages', () => pageOf<EscalationMessage>([]));
  const replies: CreateMessage[] = [];
  answer<object, CreateMessage>('post', '/tickets/:id/messages', ({ body }) => {
    replies.push(body);
    return aMessage({ body: body.body });
  });
  const { user } = await openAt(TICKET);
  for (const [choice, closes] of [
    ['Send, leave it open', {}],
    ['Send and close it', { closes_escalation: answered.id }],
  ] as const) {
    await user.click(await screen.findByRole('button', { name: 'Use in reply' }));
    const box = screen.getByRole('textbox', { name: 'Reply to the customer' });
    await user.clear(box);
    await user.type(box, 'Please come in.');
    await user.click(screen.getByRole('button', { name: 'Send reply' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'The answer is not in your reply' }));
    await user.click(dialog.getByRole('button', { name: choice }));
    await waitFor(() => expect(replies.at(-1)).toEqual({ kind: 'reply', body: 'Please come in.', ...closes }));
    await waitFor(() => expect(box).toHaveValue(''));
  }
  // A reply in which nothing of it was used asks nothing.
  await user.type(screen.getByRole('textbox', { name: 'Reply to the customer' }), 'One moment.');
  await user.click(screen.getByRole('button', { name: 'Send reply' }));
  await waitFor(() => expect(replies.at(-1)).toEqual({ kind: 'reply', body: 'One moment.' }));
});

test('a doctor’s inbox has what is addressed to them and to the pool, and accepting is one press', async () => {
  signedInAs('doctor');
  const waiting = anEscalation({ allowed: ['accept'], source: { type: 'ticket', id: ADA.id, subject: 'Chest pain' } });
  const asked: string[] = [];
  answer('get', '/escalations', ({ url }) => {
    asked.push(url.search);
    return pageOf(url.searchParams.get('target') === 'pool' ? [waiting] : []);
  });
  const { user, address } = await openAt('/');
  const pool = await screen.findByRole('list', { name: 'Open to all of us' });
  expect(address()).toBe('/doctor/escalations');
  expect(within(pool).getByRole('link', { name: 'Chest pain' })).toBeVisible();
  expect(screen.getAllByText(/Nothing waits for you/)[0]).toBeVisible();
  answer('post', '/escalations/:id/accept', () => refuse(409, 'taken', { detail: 'Dr. Umeh has accepted it.' }));
  await user.click(within(pool).getByRole('button', { name: 'Accept' }));
  expect(await screen.findByRole('group', { name: 'That did not work' })).toHaveTextContent(
    'Dr. Umeh has accepted it.',
  );
});

test('a doctor asks and answers on the page of the case, and is offered what it allows', async () => {
  signedInAs('doctor');
  let one = anEscalation({ status: 'in_progress', allowed: ['discuss', 'decline', 'resolve_escalation'] });
  answer('get', '/escalations/:id', () => one);
  answer('get', '/escalations/:id/timeline', () => pageOf([]));
  const said: EscalationMessage[] = [];
  answer('get', '/escalations/:id/messages', () => pageOf(said));
  answer('get', '/tickets/:id', () => aTicket({ allowed: [] }));
  answer('get', '/tickets/:id/messages', () => pageOf([]));
  answer('get', '/staff', () => pageOf([]));
  answer('get', '/customers/:id', () => aCustomer());
  answer<EscalationMessage, { body: string }>('post', '/escalations/:id/messages', ({ body }) => {
    said.push({ id: ADA.id, author: ADA, body: body.body, created_at: one.created_at });
    return said[0] as EscalationMessage;
  });
  answer<Escalation, { outcome: string }>('post', '/escalations/:id/resolve', ({ body }) => {
    one = { ...one, status: 'resolved', outcome: body.outcome, allowed: [] };
    return one;
  });
  const { user } = await openAt(`/customer-care/escalations/${one.id}`);
  await user.type(await screen.findByLabelText('Write to the others about this'), 'Since when?');
  await user.click(screen.getByRole('button', { name: 'Send' }));
  expect(await screen.findByText('Since when?', { selector: 'div' })).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Withdraw' })).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Answer and resolve' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Answer and resolve' }));
  await user.type(dialog.getByRole('textbox'), 'Come in today.');
  await user.click(dialog.getByRole('button', { name: 'Answer and resolve' }));
  await waitFor(() => expect(screen.getByText('Come in today.')).toBeVisible());
});

test('the list of escalations is filtered by its address, and an auditor is told it is not for them', async () => {
  signedInAs('agent');
  const asked: string[] = [];
  answer('get', '/escalations', ({ url }) => {
    asked.push(url.searchParams.get('status') ?? '');
    return pageOf(url.searchParams.has('status') ? [] : [anEscalation()]);
  });
  const { user, address, unmount } = await openAt('/customer-care/escalations?status=resolved');
  expect(await screen.findByText('No escalation fits these filters')).toBeVisible();
  await user.click(screen.getAllByRole('button', { name: 'Clear all filters' })[0] as HTMLElement);
  expect(await screen.findByRole('link', { name: 'Charged twice in March' })).toBeVisible();
  expect(address()).toBe('/customer-care/escalations');
  expect(asked).toContain('resolved');
  unmount();
  signedInAs('auditor');
  await openAt('/customer-care/escalations');
  expect(await screen.findByRole('heading', { name: 'This page is not for your role' })).toBeVisible();
});

test('a case that comes in does not push another from under the thumb', async () => {
  signedInAs('doctor');
  const about = (subject: string, id: string) =>
    anEscalation({ id, allowed: ['accept'], source: { type: 'ticket', id: ADA.id, subject } });
  const rash = about('A rash', '01a20471-0151-77f3-8020-b602ce5a0011');
  const pain = about('Chest pain', '01a20471-0151-77f3-8020-b602ce5a0012');
  let waiting = [rash];
  answer('get', '/escalations', ({ url }) => pageOf(url.searchParams.get('target') === 'pool' ? waiting : []));
  const { user, queryClient } = await openAt('/');
  const pool = await screen.findByRole('list', { name: 'Open to all of us' });
  const subjects = () =>
    within(pool)
      .getAllByRole('link')
      .map(({ textContent }) => textContent);
  expect(subjects()).toEqual(['A rash']);
  waiting = [pain, rash];
  await queryClient.invalidateQueries();
  const show = await screen.findByRole('button', { name: /new or moved row/ });
  expect(subjects()).toEqual(['A rash']);
  await user.click(show);
  expect(subjects()).toEqual(['Chest pain', 'A rash']);
  // A colleague takes it: it stands where it stood, and is no longer to be had.
  waiting = [rash];
  await queryClient.invalidateQueries();
  expect(await within(pool).findByText('No longer here')).toBeVisible();
  const [taken, left] = within(pool).getAllByRole('listitem');
  expect(within(taken as HTMLElement).queryByRole('button', { name: 'Accept' })).not.toBeInTheDocument();
  expect(within(left as HTMLElement).getByRole('button', { name: 'Accept' })).toBeVisible();
});

test('a case that a doctor accepts opens, and is among theirs at once', async () => {
  signedInAs('doctor');
  const mine = anEscalation({ status: 'in_progress', source: { type: 'ticket', id: ADA.id, subject: 'A rash' } });
  let pain = anEscalation({ allowed: ['accept'], source: { type: 'ticket', id: ADA.id, subject: 'Chest pain' } });
  answer('get', '/escalations', ({ url }) => {
    const [target, status] = [url.searchParams.get('target'), url.searchParams.get('status')?.split(',')];
    const all = target === 'pool' ? [pain] : [pain, mine];
    return pageOf(
      all
        .filter((row) => status?.includes(row.status))
        .filter((row) => target === 'pool' || row !== pain || row.status !== 'pending'),
    );
  });
  answer('post', '/escalations/:id/accept', () => {
    pain = { ...pain, status: 'in_progress', allowed: ['resolve_escalation'] };
    return pain;
  });
  answer('get', '/escalations/:id', () => pain);
  answer('get', '/escalations/:id/timeline', () => pageOf([]));
  answer('get', '/escalations/:id/messages', () => pageOf([]));
  ticketPage(aTicket({ allowed: [] }));
  const { user, address, unmount } = await openAt('/');
  const theirs = await screen.findByRole('list', { name: 'Mine and for me' });
  expect(within(theirs).getAllByRole('link')).toHaveLength(1);
  await user.click(await screen.findByRole('button', { name: 'Accept' }));
  await waitFor(() => expect(address()).toContain(`/escalations/${pain.id}`));
  unmount();
  await openAt('/');
  const now = await screen.findByRole('list', { name: 'Mine and for me' });
  expect(await within(now).findByRole('link', { name: 'Chest pain' })).toBeVisible();
  expect(screen.queryByRole('list', { name: 'Open to all of us' })).not.toBeInTheDocument();
  expect(screen.queryByText(/new or moved/)).not.toBeInTheDocument();
});

test('a case is accepted on its own page, and nothing is said to have failed', async () => {
  signedInAs('doctor');
  let one = anEscalation({ allowed: ['accept'] });
  answer('get', '/escalations/:id', () => one);
  answer('get', '/escalations/:id/timeline', () => pageOf([]));
  answer('get', '/escalations/:id/messages', () => pageOf([]));
  answer('get', '/staff', () => pageOf([]));
  ticketPage(aTicket({ allowed: [] }));
  answer('post', '/escalations/:id/accept', () => {
    one = { ...one, status: 'in_progress', allowed: ['resolve_escalation'] };
    return one;
  });
  const { user } = await openAt(`/customer-care/escalations/${one.id}`);
  await user.click(await screen.findByRole('button', { name: 'Accept' }));
  expect(await screen.findByRole('button', { name: 'Answer and resolve' })).toBeVisible();
  expect(screen.queryByRole('group', { name: 'That did not work' })).not.toBeInTheDocument();
});

test('texts_of_an_escalation_are_redacted_with_a_reason_by_whoever_may', async () => {
  signedInAs('admin');
  const one = anEscalation({ status: 'closed', outcome: 'Stop the cream.', allowed: ['redact'] });
  answer('get', '/escalations/:id', () => one);
  answer('get', '/escalations/:id/timeline', () => pageOf([]));
  answer('get', '/escalations/:id/messages', () => pageOf([]));
  answer('get', '/tickets/:id', () => aTicket({ allowed: [] }));
  answer('get', '/tickets/:id/messages', () => pageOf([]));
  answer('get', '/staff', () => pageOf([]));
  answer('get', '/customers/:id', () => aCustomer());
  const sent: unknown[] = [];
  answer('post', '/escalations/:id/redact', ({ body }) => {
    sent.push(body);
    return one;
  });
  const { user } = await openAt(`/customer-care/escalations/${one.id}`);
  await user.click(await screen.findByRole('button', { name: 'More actions' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Redact…' }));
  const asked = within(await screen.findByRole('dialog', { name: 'Redact' }));
  await user.click(asked.getByRole('checkbox', { name: 'Answer' }));
  await user.type(asked.getByRole('textbox', { name: /Reason/ }), 'It names her sister.');
  await user.click(asked.getByRole('button', { name: 'Redact' }));
  await waitFor(() => expect(sent).toEqual([{ fields: ['outcome'], reason: 'It names her sister.' }]));
});
