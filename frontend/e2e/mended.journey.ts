import { asAdmin, fullCase, newCase, signIn } from './people';
import { expect, test } from './test';

test('a ticket opened for the wrong patient is moved to the right one, and both timelines tell of it', async ({
  page,
  request,
}) => {
  const { customer: wrong, ticket, admin } = await newCase(request);
  const family_name = `Namesake${Date.now()}`;
  const right = await admin.post('/customers', { given_name: 'Nadia', family_name, phone: '0803 555 6677' });
  await signIn(page, 'ben', `/customer-care/tickets/${ticket.number}`);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Wrong patient' }).click();
  const dialog = page.getByRole('dialog', { name: 'Wrong patient' });
  await dialog.getByLabel('Search customers').fill('namesak 6677');
  await dialog.getByRole('button', { name: family_name }).click();
  await dialog.getByRole('textbox').fill('Two customers of one name; the caller gave the other number.');
  await dialog.getByRole('button', { name: `Move to Nadia ${family_name}` }).click();
  await expect(page.getByRole('region', { name: 'Profile' })).toContainText(family_name);
  for (const { id } of [wrong, right]) {
    await page.goto(`/customer-care/customers/${id}`);
    await expect(page.getByRole('list', { name: 'History' })).toContainText('moved the ticket to another customer');
  }
  await expect(page.getByRole('list', { name: 'Unresolved tickets' })).toContainText(ticket.subject);
});

test('an angry customer opens a resolved ticket again, whoever answered is told, and the queue has it first', async ({
  page,
  request,
}) => {
  const { ticket } = await newCase(request);
  await signIn(page, 'ben', `/customer-care/tickets/${ticket.number}`);
  await page.getByLabel('Reply to the customer').fill('The refund has left us.');
  await page.getByLabel('Then the ticket is').selectOption('resolved');
  await page.getByRole('button', { name: 'Send reply' }).click();
  await expect(page.getByLabel('Status', { exact: true })).toHaveValue('resolved');

  // A colleague takes the call and writes down what was said.
  const admin = await asAdmin(request);
  const body = 'It has NOT arrived. This is the third time I call!';
  await admin.post(`/tickets/${ticket.id}/messages`, { kind: 'reply', author: 'customer', via: 'call', body });
  await page.getByRole('button', { name: /Notices, \d+ unread/ }).click();
  await page
    .getByRole('link', { name: /A customer wrote/ })
    .first()
    .click();
  await expect(page.getByRole('region', { name: 'Conversation' })).toContainText(body, { timeout: 60_000 });
  await expect(page.getByLabel('Status', { exact: true })).toHaveValue('open');
  await expect(page.getByRole('region', { name: 'Details' })).toContainText(/Reopened\s*1/);
  await expect(page.getByRole('region', { name: 'Details' })).toContainText('Waiting since');
  await page.getByLabel('Priority').selectOption('urgent');
  await expect(page.getByRole('group', { name: 'Priority is now urgent' })).toBeVisible();
  await page.goto('/customer-care/tickets?status=open&assignee=me&sort=-priority');
  await expect(page.getByRole('table', { name: 'Ticket queue' }).getByRole('link').first()).toHaveText(ticket.subject);
});

test('what an administrator deletes is gone for the others, and comes back', async ({ open, request }) => {
  const { ticket } = await newCase(request);
  const ada = await open();
  await signIn(ada, 'ada', `/customer-care/tickets/${ticket.number}`);
  await ada.getByRole('button', { name: 'More actions' }).click();
  await ada.getByRole('menuitem', { name: 'Delete ticket' }).click();
  await ada.getByRole('dialog').getByRole('button', { name: 'Delete ticket' }).click();
  await expect(ada.getByRole('group', { name: 'Deleted' }).first()).toBeVisible();
  const ben = await open();
  await signIn(ben, 'ben', `/customer-care/tickets/${ticket.number}`);
  await expect(ben.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  await ada.goto('/customer-care/tickets?deleted=true');
  await ada.getByRole('button', { name: `Actions for ${ticket.subject}` }).click();
  await ada.getByRole('menuitem', { name: 'Restore ticket' }).click();
  await expect(ada.getByRole('group', { name: 'Restored' })).toBeVisible();
  await ben.reload();
  await expect(ben.getByRole('heading', { name: ticket.subject })).toBeVisible();
});

test('an administrator redacts texts of a ticket, an interaction and an escalation, and the history says so', async ({
  page,
  request,
}) => {
  const { admin, ticket, interaction, escalation } = await fullCase(request);
  await admin.post(`/interactions/${interaction.id}/end`, { summary: 'Her sister answered the phone.' });
  await signIn(page, 'ada', `/customer-care/tickets/${ticket.number}`);
  for (const [address, text] of [
    [`/customer-care/tickets/${ticket.number}`, 'Description'],
    [`/customer-care/interactions/${interaction.id}`, 'Summary'],
    [`/customer-care/escalations/${escalation.id}`, 'Question and reason'],
  ] as const) {
    await page.goto(address);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Redact…' }).click();
    const asked = page.getByRole('dialog', { name: 'Redact' });
    await asked.getByRole('checkbox', { name: text }).check();
    await asked.getByRole('textbox', { name: 'Reason' }).fill('It names somebody who is no patient.');
    await asked.getByRole('button', { name: 'Redact' }).click();
    await expect(page.getByRole('group', { name: 'Redacted' }).first()).toBeVisible();
    await expect(page.getByText('took words out').first()).toBeVisible();
  }
  expect((await admin.get(`/interactions/${interaction.id}`)).summary).toBe('[redacted]');
});

test('a call that nobody took leaves the customer waiting', async ({ page, request }) => {
  const { admin, customer, ticket } = await newCase(request);
  const call = { customer_id: customer.id, channel: 'call', direction: 'outbound', ticket_id: ticket.id };
  const { id } = await admin.post('/interactions', call);
  await signIn(page, 'ada', `/customer-care/interactions/${id}`);
  await page.getByRole('button', { name: 'No answer: end' }).click();
  await expect(page.getByRole('region', { name: 'Details' })).toContainText('No answer');
  expect((await admin.get(`/tickets/${ticket.id}`)).waiting_since).toBe(ticket.waiting_since);
});
