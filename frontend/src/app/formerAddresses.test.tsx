import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ADA, nobodySignedIn, openAt, sessionOf, signedInAs } from '@/test/app';
import {
  aCustomer,
  anEscalation,
  anInteraction,
  aTicket,
  customerPage,
  pageOf,
  queueOf,
  ticketPage,
} from '@/test/records';
import { answer } from '@/test/server';
import { formerAddress } from './formerAddresses';

const TICKET = '/customer-care/tickets/TKT-AX2ADA4N';
const ID = '01a20472-448e-70dd-8025-403e8dcd2019';

test.each([
  ['/admin', '/'],
  ['/admin/login/', '/'],
  ['/admin/customer-care/dashboard', '/admin/customer-care-oversight'],
  ['/admin/customer-care-oversight/customers/7', '/admin/customer-care-oversight/customers/7/history'],
  ['/admin/customer-care-oversight/tickets/7/escalate', '/customer-care/tickets/7', 'escalate'],
  ['/doctor', '/doctor/escalations'],
  ['/doctor/escalations/7/resolve', '/customer-care/escalations/7', 'resolve'],
  ['/customer-care/tickets/7/edit', '/customer-care/tickets/7', 'edit'],
  ['/customer-care/interactions/7/end', '/customer-care/interactions/7', 'end'],
  ['/customer-care/customers/7/tickets', '/customer-care/tickets?customer_id=7'],
])('formerAddress_%s_leads_to_%s', (former, to, compose?: string) => {
  expect(formerAddress(former)).toEqual({ to, compose });
});

test('formerAddress_of_what_never_was_is_nothing', () => {
  for (const path of [
    '/',
    '/nowhere',
    '/customer-care/nowhere',
    '/customer-care/tickets/7/nowhere',
    '/admin/nowhere',
  ]) {
    expect(formerAddress(path)).toBeUndefined();
  }
});

test('the_former_address_of_a_sign_in_is_the_sign_in', async () => {
  nobodySignedIn();
  const { address } = await openAt('/admin/login');
  await screen.findByRole('button', { name: 'Sign in' });
  expect(address()).toBe('/customer-care/login');
});

test('a_former_address_survives_the_sign_in_and_opens_its_dialog', async () => {
  nobodySignedIn();
  queueOf([]);
  ticketPage(aTicket({ allowed: ['escalate'] }));
  const { user, address } = await openAt(`${TICKET}/escalate`);
  answer('post', '/auth/login', () => sessionOf(ADA));
  await user.type(await screen.findByLabelText(/E-mail/), ADA.email);
  await user.type(screen.getByLabelText(/^Password/), 'correct horse battery');
  signedInAs('agent');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  expect(await screen.findByRole('dialog', { name: /Escalate to a doctor/ })).toBeVisible();
  expect(address()).toBe(TICKET);
});

test('the_former_address_of_editing_a_ticket_opens_its_subject', async () => {
  signedInAs('agent');
  queueOf([]);
  ticketPage(aTicket());
  await openAt(`${TICKET}/edit`);
  expect(await screen.findByRole('textbox', { name: 'Subject' })).toHaveValue('Charged twice in March');
});

test('who_may_not_escalate_gets_the_page_without_the_dialog', async () => {
  signedInAs('doctor');
  queueOf([]);
  ticketPage(aTicket({ allowed: [] }));
  const { address } = await openAt(`${TICKET}/escalate`);
  expect(await screen.findByRole('heading', { name: 'Charged twice in March' })).toBeVisible();
  expect(address()).toBe(TICKET);
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
});

test('the_former_address_of_ending_an_interaction_leads_into_its_summary', async () => {
  signedInAs('agent');
  const call = anInteraction();
  answer('get', '/interactions/:id', () => call);
  answer('get', '/interactions/:id/timeline', () => pageOf([]));
  answer('get', '/interactions/:id/notes', () => pageOf([]));
  answer('get', '/interactions/:id/escalations', () => pageOf([]));
  answer('get', '/staff', () => pageOf([]));
  answer('get', '/customers/:id', () => aCustomer());
  await openAt(`/customer-care/interactions/${call.id}/end`);
  const summary = await screen.findByRole('textbox', { name: 'Summary' });
  expect(summary).toHaveFocus();
});

test('the_former_address_of_resolving_an_escalation_opens_its_dialog', async () => {
  signedInAs('doctor');
  const one = anEscalation({ status: 'in_progress', allowed: ['resolve_escalation'] });
  answer('get', '/escalations/:id', () => one);
  answer('get', '/escalations/:id/timeline', () => pageOf([]));
  answer('get', '/escalations/:id/messages', () => pageOf([]));
  ticketPage(aTicket({ allowed: [] }));
  await openAt(`/doctor/escalations/${one.id}/resolve`);
  expect(await screen.findByRole('dialog', { name: 'Answer and resolve' })).toBeVisible();
});

test('the_former_address_of_creating_an_escalation_asks_what_it_is_about', async () => {
  signedInAs('agent');
  customerPage(() => aCustomer());
  answer('get', '/customers', () => pageOf([aCustomer({ id: ID })]));
  const ticket = aTicket({ allowed: ['escalate'], subject: 'Chest pain' });
  ticketPage(ticket);
  answer('get', '/tickets', () => pageOf([ticket]));
  const { user, address } = await openAt('/customer-care/escalations/create');
  await user.click(await screen.findByRole('button', { name: /Ife Adebayo/ }));
  await user.click(await screen.findByRole('link', { name: 'Chest pain' }));
  expect(await screen.findByRole('dialog', { name: /Escalate to a doctor/ })).toBeVisible();
  expect(address()).toBe(TICKET);
});

test('creating_an_escalation_of_a_named_ticket_leads_to_it', async () => {
  signedInAs('agent');
  queueOf([]);
  ticketPage(aTicket({ allowed: ['escalate'] }));
  const { address } = await openAt('/customer-care/escalations/create?ticket_id=TKT-AX2ADA4N');
  expect(await screen.findByRole('dialog', { name: /Escalate to a doctor/ })).toBeVisible();
  expect(address()).toBe(TICKET);
});
