import { another, newCase, signIn } from './people';
import { expect, test } from './test';

test('what is undone is undone: a reply that resolved, and the reply itself with all it did', async ({
  page,
  request,
}) => {
  const { ticket, admin } = await newCase(request);
  const now = async () => admin.get(`/tickets/${ticket.id}`);
  await signIn(page, 'ben', `/customer-care/tickets/${ticket.number}`);
  await page.getByLabel('Reply to the customer').fill('Your card ends in 4471.');
  await page.getByLabel('Then the ticket is').selectOption('resolved');
  await page.getByRole('button', { name: 'Send reply' }).click();
  await expect(page.getByLabel('Status', { exact: true })).toHaveValue('resolved');
  await page.getByRole('group', { name: 'Sent.' }).getByRole('button', { name: 'Undo resolving' }).click();
  await expect(page.getByLabel('Status', { exact: true })).toHaveValue('open');
  // The reply stands: that was not named.
  await expect(page.getByRole('region', { name: 'Conversation' })).toContainText('4471');
  expect((await now()).assignee.name).toBe('Ben Musa');

  await page.getByRole('button', { name: 'Take back this reply' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take back this reply' }).click();
  await expect(page.getByRole('region', { name: 'Conversation' })).toContainText('The words were taken out.');
  await expect(page.getByLabel('Reply to the customer')).toHaveValue('Your card ends in 4471.');
  const after = await now();
  expect([after.assignee, after.first_response_at, after.waiting_since]).toEqual([null, null, ticket.waiting_since]);
});

test('a case that a doctor accepts opens, and is among theirs at once', async ({ open, request }) => {
  const { ticket, admin } = await newCase(request);
  await admin.post(`/tickets/${ticket.id}/escalations`, {
    target: { role: 'doctor' },
    reason: 'May the refund wait until the visit is repeated?',
  });
  const doctor = await another(open, 'dora', '/doctor/escalations');
  const of = (list: string) => doctor.getByRole('list', { name: list }).getByRole('link', { name: ticket.subject });
  await doctor
    .getByRole('list', { name: 'Open to all of us' })
    .getByRole('listitem')
    .filter({ hasText: ticket.subject })
    .getByRole('button', { name: 'Accept' })
    .click();
  await expect(doctor).toHaveURL(/\/escalations\/[0-9a-f-]{36}/);
  await doctor.goBack();
  await expect(of('Mine and for me')).toBeVisible();
  await expect(of('Open to all of us')).toBeHidden();
});
