import { newCase, PASSWORD, PEOPLE, signIn } from './people';
import { expect, test } from './test';

test('a session that ends in the middle of a reply comes back with the reply still there', async ({
  page,
  request,
}) => {
  const { ticket, admin } = await newCase(request);
  let bearer = '';
  page.on('request', (sent) => {
    bearer = sent.headers().authorization ?? bearer;
  });
  await signIn(page, 'ben', `/customer-care/tickets/${ticket.number}`);
  const box = page.getByLabel('Reply to the customer');
  await box.fill('Dear Nadia, the refund left us yesterday.');
  // The same browser signs out elsewhere: the server ends the session, and this page has not been told.
  const elsewhere = page.context().request;
  expect((await elsewhere.post('/api/v1/auth/logout', { headers: { Authorization: bearer } })).ok()).toBe(true);
  const ended = async () => (await request.get('/api/v1/auth/me', { headers: { Authorization: bearer } })).status();
  await expect.poll(ended, { timeout: 6_000 }).toBe(401);
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  // Whatever the page asks next is told of it: the reply, unless the bell was quicker.
  await expect(async () => {
    if (await dialog.isHidden()) await page.getByRole('button', { name: 'Send reply' }).click({ timeout: 2000 });
    await expect(dialog).toBeVisible({ timeout: 2000 });
  }).toPass();
  expect((await admin.get(`/tickets/${ticket.id}/messages`)).data).toHaveLength(0);
  await dialog.getByRole('textbox', { name: /Password/ }).fill('not the password');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByRole('textbox', { name: /Password/ }).fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await expect(dialog).toBeHidden();
  // The page is the one they left, and the reply goes out once.
  await expect(page.getByRole('heading', { name: ticket.subject })).toBeVisible();
  await expect(box).toHaveValue('Dear Nadia, the refund left us yesterday.');
  await page.getByRole('button', { name: 'Send reply' }).click();
  await expect(page.getByRole('region', { name: 'Conversation' })).toContainText('the refund left us yesterday');
  await expect(box).toHaveValue('');
  expect((await admin.get(`/tickets/${ticket.id}/messages`)).data).toHaveLength(1);
});

test('a deep link survives sign-in, a wrong password and a reload', async ({ page, request }) => {
  const { customer } = await newCase(request);
  const links = [
    ['/customer-care/tickets?status=open&priority=high,urgent&sort=created_at', 'Tickets'],
    [`/customer-care/tickets/create?customer_id=${customer.id}`, 'New ticket'],
  ] as const;
  for (const [link, title] of links) {
    await page.context().clearCookies();
    await page.goto(link);
    await page.getByLabel('E-mail').fill(PEOPLE.ben.email);
    const password = page.getByRole('textbox', { name: /^Password/ });
    await password.fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await password.fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    const here = () => decodeURIComponent(page.url());
    expect(here().endsWith(link), here()).toBe(true);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    expect(here().endsWith(link), here()).toBe(true);
  }
  await expect(page.getByText(customer.family_name).filter({ visible: true }).first()).toBeVisible();
});

test('a link to somewhere else is not followed after sign-in', async ({ page }) => {
  for (const away of ['https://elsewhere.example/', '//elsewhere.example/', '/\\elsewhere.example/']) {
    await page.context().clearCookies();
    await signIn(page, 'ben', `/customer-care/login?to=${encodeURIComponent(away)}`);
    await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
    expect(new URL(page.url()).hostname).toBe('localhost');
  }
});
