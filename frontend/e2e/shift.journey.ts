import { another, newCase, PASSWORD, PEOPLE, signIn } from './people';
import { expect, test } from './test';

test('at shift end all running calls go to a colleague with one note, who is told and goes on with them', async ({
  open,
  request,
}) => {
  const { customer, admin } = await newCase(request);
  const { data: staff } = await admin.get('/staff?role=agent');
  const ben = staff.find(({ name }: { name: string }) => name === PEOPLE.ben.name);
  const calls: { id: string }[] = [];
  for (const channel of ['call', 'chat']) {
    const { id } = await admin.post('/interactions', { customer_id: customer.id, channel });
    await admin.post(`/interactions/${id}/assignment`, { agent_id: ben.id });
    calls.push({ id });
  }
  const page = await another(open, 'ben', `/customer-care/interactions?customer_id=${customer.id}`);
  await expect(page.getByRole('navigation', { name: /running interaction/ })).toContainText(customer.family_name);
  await page.getByRole('heading', { level: 1, name: 'Interactions' }).click();
  for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
  await expect(page.getByRole('toolbar', { name: 'With the selected rows' })).toContainText('2 selected');
  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog', { name: 'Hand over' });
  await dialog.getByLabel('To', { exact: true }).selectOption({ label: PEOPLE.cleo.name });
  await dialog.getByLabel(/What they need to know/).fill('Both wait for the laboratory. She rings at six.');
  await dialog.getByRole('button', { name: 'Hand over' }).click();
  await expect(page.getByRole('group', { name: `Handed over to ${PEOPLE.cleo.name}` })).toBeVisible();

  const next = await another(open, 'cleo', '/customer-care/dashboard');
  await expect(next.getByRole('list', { name: 'Running now' })).toContainText(customer.family_name);
  await next.getByRole('button', { name: /Notices, \d+ unread/ }).click();
  await expect(next.getByRole('link', { name: /Something was given to you/ }).first()).toBeVisible();
  await next.goto(`/customer-care/interactions/${calls[0]?.id}`);
  await expect(next.getByRole('region', { name: 'Handed over by Ben Musa' })).toContainText('She rings at six.');
  await next.getByLabel('Summary').fill('The laboratory called: all is well.');
  await next.getByRole('button', { name: 'End interaction' }).click();
  await expect(next.getByText('Ended', { exact: true }).first()).toBeVisible();
});

test('when somebody leaves, the administrator sees what they have in hand, and it goes back to where others find it', async ({
  page,
  request,
}) => {
  const { customer, ticket, admin } = await newCase(request);
  const email = `leaver${Date.now()}@desk.example`;
  const leaver = await admin.post('/staff', { email, name: 'Lea Ver', role: 'agent', password: PASSWORD });
  await admin.post(`/tickets/${ticket.id}/assignment`, { assignee_id: leaver.id });
  const call = await admin.post('/interactions', { customer_id: customer.id, channel: 'call' });
  await admin.post(`/interactions/${call.id}/assignment`, { agent_id: leaver.id });
  await signIn(page, 'ada', `/admin/staff/${leaver.id}`);
  await expect(page.getByRole('region', { name: 'What they have in hand' })).toContainText('1 unresolved ticket');
  await page.getByRole('button', { name: 'Deactivate' }).click();
  const dialog = page.getByRole('dialog', { name: 'Deactivate Lea Ver?' });
  await expect(dialog).toContainText('open tickets go back to the queue');
  await expect(dialog).toContainText('1 interaction under way');
  await dialog.getByRole('button', { name: 'Deactivate' }).click();
  await expect(page.getByRole('button', { name: 'Activate again' })).toBeVisible();

  await page.goto(`/customer-care/tickets?customer_id=${customer.id}&assignee=none`);
  await page.getByRole('link', { name: ticket.subject }).click();
  await expect(page.getByRole('button', { name: 'Claim ticket' })).toBeVisible();
  await page.goto(`/customer-care/interactions/${call.id}`);
  await expect(page.getByRole('button', { name: 'Take over' })).toBeVisible();
  const refused = await request.post('/api/v1/auth/login', { data: { email, password: PASSWORD } });
  expect(refused.status()).toBe(401);
});
