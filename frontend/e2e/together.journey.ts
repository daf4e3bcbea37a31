import { another, newCase } from './people';
import { expect, test } from './test';

test('two agents on one ticket: the second learns who was first, and neither overwrites the other', async ({
  open,
  request,
}) => {
  const { ticket, admin } = await newCase(request);
  const at = `/customer-care/tickets/${ticket.number}`;
  const ben = await another(open, 'ben', at);
  const cleo = await another(open, 'cleo', at);
  await expect(cleo.getByRole('button', { name: 'Claim ticket' })).toBeVisible();
  await ben.getByRole('button', { name: 'Claim ticket' }).click();
  await expect(ben.getByLabel('Assignee')).toHaveValue(/.{36}/);
  await cleo.getByRole('button', { name: 'Claim ticket' }).click();
  await expect(cleo.getByRole('group', { name: 'That did not work' })).toContainText('Ben Musa');
  await expect(cleo.getByLabel('Assignee').locator('option:checked')).toHaveText('Ben Musa');

  // Different fields: both stand, though the second had not seen the change of the first.
  await admin.patch(`/tickets/${ticket.id}`, { category: 'technical' });
  await cleo.getByLabel('Priority', { exact: true }).selectOption('low');
  await expect.poll(async () => (await admin.get(`/tickets/${ticket.id}`)).priority).toBe('low');
  expect((await admin.get(`/tickets/${ticket.id}`)).category).toBe('technical');

  // The same field: nothing is written until somebody decides.
  await expect(cleo.getByLabel('Category', { exact: true })).toHaveValue('technical');
  await admin.patch(`/tickets/${ticket.id}`, { priority: 'urgent' });
  await cleo.getByLabel('Priority', { exact: true }).selectOption('medium');
  const dialog = cleo.getByRole('dialog', { name: 'Somebody else changed the same thing' });
  await expect(dialog).toContainText('Urgent');
  expect((await admin.get(`/tickets/${ticket.id}`)).priority).toBe('urgent');
  await dialog.getByRole('button', { name: 'Keep theirs' }).click();
  await expect(cleo.getByLabel('Priority', { exact: true })).toHaveValue('urgent');
});
