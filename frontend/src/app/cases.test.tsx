import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { CreateEscalation, Escalation, Interaction, RaisePriority, Ticket } from '@/api/generated/types.gen';
import { openAt, signedInAs } from '@/test/app';
import { aCustomer, anEscalation, anInteraction, aTicket, pageOf, ticketPage } from '@/test/records';
import { answer } from '@/test/server';

// What a case is seen with: the customer's other cases, its calls, and how urgent its question is.

const NAMED: [string, Partial<Ticket>][] = [
  ['Bill', { priority: 'low' }],
  ['Reset', { priority: 'high' }],
  ['Rash', { priority: 'medium', status: 'escalated' }],
  ['Chest pain', { priority: 'urgent' }],
];
const cases = NAMED.map(([subject, rest], at) =>
  aTicket({ id: `01a20472-448e-70dd-8025-403e8dcd202${at}`, number: `TKT-AX2ADA4${at}`, subject, ...rest }),
);

function interactionPage(interaction: Interaction) {
  answer('get', '/interactions/:id', () => interaction);
  for (const part of ['timeline', 'notes', 'escalations']) {
    answer('get', `/interactions/:id/${part}`, () => pageOf([]));
  }
  answer('get', '/customers/:id', () => aCustomer());
  answer('get', '/staff', () => pageOf([]));
}

const listed = (region: HTMLElement) =>
  within(region)
    .getAllByRole('link')
    .map(({ textContent }) => textContent);

test('a_running_call_shows_the_callers_open_cases_urgent_and_escalated_first', async () => {
  signedInAs('agent');
  const call = anInteraction();
  interactionPage(call);
  answer('get', '/tickets', () => pageOf(cases));
  await openAt(`/customer-care/interactions/${call.id}`);
  const open = await screen.findByRole('region', { name: '4 unresolved tickets of this customer' });
  expect(listed(open)).toEqual(['Rash', 'Chest pain', 'Bill', 'Reset']);
  expect(within(open).getByText('Urgent')).toBeVisible();
});

test('a_running_call_shows_escalated_interactions_of_the_caller_but_not_itself', async () => {
  signedInAs('agent');
  const call = anInteraction();
  interactionPage(call);
  const of = (id: string, subject: string) => anEscalation({ source: { type: 'interaction', id, subject } });
  answer('get', '/escalations', ({ url }) =>
    pageOf(url.searchParams.get('source_type') === 'interaction' ? [of(call.id, 'This one'), of('7', 'Numb arm')] : []),
  );
  await openAt(`/customer-care/interactions/${call.id}`);
  const open = await screen.findByRole('region', { name: 'Escalated interactions of this customer' });
  expect(listed(open)).toEqual(['Numb arm']);
});

test('a_ticket_shows_the_customers_other_open_cases_and_not_itself', async () => {
  signedInAs('agent');
  ticketPage(cases[1] as Ticket);
  answer('get', '/tickets', () => pageOf(cases));
  await openAt('/customer-care/tickets/TKT-AX2ADA41');
  const open = await screen.findByRole('region', { name: '3 other unresolved tickets of this customer' });
  expect(listed(open)).toEqual(['Rash', 'Chest pain', 'Bill']);
});

test('a_ticket_opened_from_a_call_begins_with_its_summary_as_it_is_typed_and_says_that_they_are_linked', async () => {
  signedInAs('agent');
  const call = anInteraction({
    summary: 'Saved words of the call.',
    allowed: ['edit_interaction', 'end', 'open_ticket'],
  });
  interactionPage(call);
  const { user } = await openAt(`/customer-care/interactions/${call.id}`);
  await user.type(await screen.findByRole('textbox', { name: 'Summary' }), ' And a rash.');
  await user.click(screen.getByRole('button', { name: 'Open a ticket from it' }));
  const description = await screen.findByRole('textbox', { name: /Description/ });
  expect(description).toHaveValue('Saved words of the call. And a rash.');
  const linked = screen.getByRole('region', { name: 'Linked interactions' });
  expect(within(linked).getByRole('link', { name: 'Call with Ife Adebayo' })).toBeVisible();
});

test('a_ticket_and_its_call_lead_to_each_other', async () => {
  signedInAs('agent');
  const call = anInteraction({ summary: 'Chest pain since noon.' });
  const ticket = aTicket({ interaction: call.id });
  ticketPage(ticket);
  answer('get', '/interactions', ({ url }) => pageOf(url.searchParams.get('ticket_id') === ticket.id ? [call] : []));
  interactionPage({ ...call, ticket: { id: ticket.id, number: ticket.number, subject: ticket.subject } });
  const { user } = await openAt(`/customer-care/tickets/${ticket.number}`);
  const linked = await screen.findByRole('region', { name: 'Linked interactions' });
  expect(linked).toHaveTextContent('Ticket created here');
  expect(linked).toHaveTextContent('Chest pain since noon.');
  await user.click(within(linked).getByRole('link', { name: 'Call with Ife Adebayo' }));
  expect(await screen.findByText('Linked ticket')).toBeVisible();
  expect(screen.getByRole('link', { name: ticket.subject })).toBeVisible();
});

test('a_call_about_another_ticket_is_shown_with_the_one_opened_in_it', async () => {
  signedInAs('agent');
  const call = anInteraction();
  const ticket = aTicket({ interaction: call.id });
  ticketPage(ticket);
  interactionPage(call);
  await openAt(`/customer-care/tickets/${ticket.number}`);
  expect(await screen.findByRole('region', { name: 'Linked interactions' })).toHaveTextContent('Ticket created here');
});

test('a_doctor_sees_the_age_and_the_linked_call_of_a_case', async () => {
  signedInAs('doctor');
  const call = anInteraction({ summary: 'Chest pain since noon.' });
  const ticket = aTicket({ allowed: [], interaction: call.id });
  const one = anEscalation({ source: { type: 'ticket', id: ticket.id, number: ticket.number, subject: 'Chest pain' } });
  answer('get', '/escalations/:id', () => one);
  answer('get', '/escalations/:id/timeline', () => pageOf([]));
  answer('get', '/escalations/:id/messages', () => pageOf([]));
  ticketPage(ticket);
  const born = new Date(Date.now() - 40.5 * 365.25 * 86_400_000).toISOString().slice(0, 10);
  answer('get', '/customers/:id', () => aCustomer({ birth_date: born }));
  answer('get', '/interactions', () => pageOf([call]));
  await openAt(`/customer-care/escalations/${one.id}`);
  expect(await screen.findByText(/\(40 years\)/)).toBeVisible();
  expect(await screen.findByRole('region', { name: 'Linked interactions' })).toHaveTextContent(
    'Chest pain since noon.',
  );
});

test('escalating_an_interaction_asks_for_the_priority', async () => {
  signedInAs('agent');
  const call = anInteraction({ allowed: ['escalate'] });
  interactionPage(call);
  const sent: CreateEscalation[] = [];
  answer<Escalation, CreateEscalation>('post', '/interactions/:id/escalations', ({ body }) => {
    sent.push(body);
    return anEscalation();
  });
  const { user } = await openAt(`/customer-care/interactions/${call.id}/escalate`);
  const dialog = within(await screen.findByRole('dialog', { name: /Escalate to a doctor/ }));
  await user.type(dialog.getByRole('textbox'), 'Is the chest pain urgent?');
  await user.click(dialog.getByRole('button', { name: 'Escalate' }));
  expect(await dialog.findByText('Must be filled in')).toBeVisible();
  expect(sent).toEqual([]);
  await user.selectOptions(dialog.getByLabelText(/^Priority/), 'Urgent');
  await user.click(dialog.getByRole('button', { name: 'Escalate' }));
  await waitFor(() => expect(sent[0]?.priority).toBe('urgent'));
});

test('whoever_is_asked_raises_the_priority_to_one_above', async () => {
  signedInAs('doctor');
  let one = anEscalation({ priority: 'medium', allowed: ['accept', 'raise_priority'] });
  answer('get', '/escalations/:id', () => one);
  answer('get', '/escalations/:id/timeline', () => pageOf([]));
  answer('get', '/escalations/:id/messages', () => pageOf([]));
  ticketPage(aTicket({ allowed: [] }));
  answer<Escalation, RaisePriority>('post', '/escalations/:id/priority', ({ body }) => {
    one = { ...one, ...body, allowed: ['accept'] };
    return one;
  });
  const { user } = await openAt(`/customer-care/escalations/${one.id}`);
  await screen.findByRole('button', { name: 'Accept' });
  await user.keyboard('p');
  const dialog = within(await screen.findByRole('dialog', { name: 'Raise priority' }));
  expect(dialog.getAllByRole('option').map(({ textContent }) => textContent)).toEqual(['High', 'Urgent']);
  await user.selectOptions(dialog.getByLabelText('Priority'), 'Urgent');
  await user.click(dialog.getByRole('button', { name: 'Raise priority' }));
  expect(await screen.findByRole('group', { name: 'Priority raised' })).toBeVisible();
  expect(one.priority).toBe('urgent');
});

test('accepting_in_the_inbox_opens_the_case', async () => {
  signedInAs('doctor');
  const waiting = anEscalation({ allowed: ['accept'] });
  answer('get', '/escalations', ({ url }) => pageOf(url.searchParams.get('target') === 'pool' ? [waiting] : []));
  answer('post', '/escalations/:id/accept', () => ({ ...waiting, status: 'in_progress', allowed: [] }));
  answer('get', '/escalations/:id', () => waiting);
  answer('get', '/escalations/:id/timeline', () => pageOf([]));
  answer('get', '/escalations/:id/messages', () => pageOf([]));
  ticketPage(aTicket({ allowed: [] }));
  const { user, address } = await openAt('/doctor/escalations');
  await user.click(await screen.findByRole('button', { name: 'Accept' }));
  await waitFor(() => expect(address()).toBe(`/customer-care/escalations/${waiting.id}`));
});
