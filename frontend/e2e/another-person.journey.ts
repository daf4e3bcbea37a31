import { expectNoFault } from './access';
import { newCase, PASSWORD, signIn } from './people';
import { expectLocked, fillSignIn, lockedBy, replaceCookie, sendersOf } from './tabs';
import { expect, test } from './test';

// One browser, two tabs, two people. Each of these failed before pages knew whose they are: the first tab went on, and what it
// sent was stored as the other person's.

const REPLY = 'Dear Nadia, the refund left us yesterday.';

test('a page locks when another person signs in in a second tab, and comes back as it was left', async ({
  page,
  context,
  request,
}) => {
  const { ticket, customer } = await newCase(request);
  const second = await context.newPage();
  await second.goto('/customer-care/login');
  await signIn(page, 'ben', `/customer-care/tickets/${ticket.number}`);
  await page.getByLabel('Reply to the customer').fill(REPLY);
  await page.getByRole('button', { name: 'Resolve ticket' }).click();
  await expect(page.getByRole('group', { name: /Status is now/ })).toBeVisible();
  await page.getByRole('button', { name: /Your account/ }).click();
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();

  await fillSignIn(second, 'cleo');
  const secrets = [customer.family_name, ticket.subject, ticket.number, REPLY, 'Status is now', 'Sign out'];
  await expectLocked(page, 'cleo', secrets);
  // No key of the desk does anything, and nothing is asked for.
  const senders = sendersOf(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.press('z');
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await page.waitForTimeout(1000);
  expect(senders).toEqual([]);
  await expectLocked(page, 'cleo', secrets);

  const password = page.getByRole('textbox', { name: /^Password/ });
  await password.fill('not the password');
  await page.getByRole('button', { name: 'Sign in again as Ben Musa' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await password.fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in again as Ben Musa' }).click();
  await expect(page.getByRole('heading', { name: ticket.subject })).toBeVisible();
  await expect(page.getByLabel('Reply to the customer')).toHaveValue(REPLY);
  await expect(lockedBy(second, 'ben')).toBeVisible();
});

test('a page locks on focus when the cookie has become another person’s', async ({ page, request }) => {
  const { ticket, customer } = await newCase(request);
  await signIn(page, 'ben', `/customer-care/tickets/${ticket.number}`);
  await expect(page.getByLabel('Reply to the customer')).toBeVisible();
  await replaceCookie(page, 'cleo');
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expectLocked(page, 'cleo', [customer.family_name, ticket.subject]);
  await expectNoFault(page, 'a locked page');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Your account: Cleo Park' })).toBeVisible();
  // Whoever else comes back first: the page is theirs.
  await replaceCookie(page, 'ben');
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expectLocked(page, 'ben', [customer.family_name, ticket.subject]);
});

test('a reply whose token has run out is not stored as the person’s who signed in meanwhile', async ({
  page,
  request,
}) => {
  const { ticket, customer, admin } = await newCase(request);
  await signIn(page, 'ben', `/customer-care/tickets/${ticket.number}`);
  const senders = sendersOf(page);
  await page.getByLabel('Reply to the customer').fill(REPLY);
  await replaceCookie(page, 'cleo');
  // The server refuses Ben's token once; the page renews it by a cookie that is Cleo's.
  let refusals = 0;
  await page.route('**/api/v1/tickets/*/messages', (route) => {
    if (route.request().method() !== 'POST' || refusals > 0) return route.continue();
    refusals += 1;
    return route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{}' });
  });
  const renewed = page.waitForResponse('**/api/v1/auth/refresh');
  await page.getByRole('button', { name: 'Send reply' }).click();
  await renewed;
  await page.waitForTimeout(1000);
  expect((await admin.get(`/tickets/${ticket.id}/messages`)).data).toEqual([]);
  await expectLocked(page, 'cleo', [customer.family_name, REPLY]);

  await page.getByRole('textbox', { name: /^Password/ }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in again as Ben Musa' }).click();
  await expect(page.getByLabel('Reply to the customer')).toHaveValue(REPLY);
  await page.getByRole('button', { name: 'Send reply' }).click();
  await expect(page.getByRole('region', { name: 'Conversation' })).toContainText(REPLY);
  const { data } = await admin.get(`/tickets/${ticket.id}/messages`);
  expect(data.map(({ writer }: { writer: { name: string } }) => writer.name)).toEqual(['Ben Musa']);
  const { data: agents } = await admin.get('/staff?role=agent');
  const ben = agents.find(({ name }: { name: string }) => name === 'Ben Musa').id;
  expect(senders.length).toBeGreaterThan(3);
  expect(senders.filter(({ token, staff }) => token !== ben || staff !== ben)).toEqual([]);
});

test('a reply that is under way when the page locks is its author’s, and its draft goes', async ({ page, request }) => {
  const { ticket, admin } = await newCase(request);
  await signIn(page, 'ben', `/customer-care/tickets/${ticket.number}`);
  await page.getByLabel('Reply to the customer').fill(REPLY);
  let arrive: (() => void) | undefined;
  const held = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route('**/api/v1/tickets/*/messages', async (route) => {
    if (route.request().method() === 'POST') await held;
    await route.continue();
  });
  await page.getByRole('button', { name: 'Send reply' }).click();
  await replaceCookie(page, 'cleo');
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expectLocked(page, 'cleo', [REPLY]);
  arrive?.();
  await expect.poll(async () => (await admin.get(`/tickets/${ticket.id}/messages`)).data.length).toBe(1);
  const [message] = (await admin.get(`/tickets/${ticket.id}/messages`)).data;
  expect(message.writer.name).toBe('Ben Musa');
  await expectLocked(page, 'cleo', [REPLY, 'Sent.']);
  await page.getByRole('textbox', { name: /^Password/ }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in again as Ben Musa' }).click();
  await expect(page.getByLabel('Reply to the customer')).toHaveValue('');
  await expect(page.getByRole('region', { name: 'Conversation' })).toContainText(REPLY);
});

test('who goes on in a locked page finds nothing of its first person, who finds all of it again', async ({
  page,
  request,
}) => {
  const { ticket } = await newCase(request);
  const address = `/customer-care/tickets/${ticket.number}`;
  await signIn(page, 'ben', '/customer-care/customers');
  await page.getByLabel('Search customers').fill('fontaine');
  await expect.poll(() => page.evaluate(() => JSON.stringify(history.state))).toContain('fontaine');
  await page.goto(address);
  await page.getByLabel('Reply to the customer').fill(REPLY);
  await replaceCookie(page, 'cleo');
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await page.getByRole('button', { name: 'Continue as Cleo Park' }).click();
  await expect(page.getByRole('button', { name: 'Your account: Cleo Park' })).toBeVisible();
  // Back leads to the search, without its words.
  await page.goBack();
  await expect(page.getByLabel('Search customers')).toHaveValue('');
  await page.goto(address);
  const box = page.getByLabel('Reply to the customer');
  await expect(box).toHaveValue('');
  await box.fill('Written by Cleo');
  await page.getByRole('button', { name: /Your account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await fillSignIn(page, 'ben');
  await page.goto(address);
  await expect(box).toHaveValue(REPLY);
});

test('whoever sets a password by a link is asked who they are, also where somebody is signed in', async ({
  page,
  request,
}) => {
  const { admin } = await newCase(request);
  const email = `gina${Date.now()}@desk.example`;
  const made = await admin.post('/staff', { email, name: 'Gina Roth', role: 'agent' });
  const { path } = await admin.post(`/staff/${made.id}/password-link`, {});
  await signIn(page, 'ben');
  await page.goto(path);
  await page.getByLabel(/^New password/).fill(PASSWORD);
  await page.getByRole('button', { name: 'Set password' }).click();
  await page.getByRole('link', { name: 'To the sign-in' }).click();
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('textbox', { name: /^Password/ }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('button', { name: 'Your account: Gina Roth' })).toBeVisible();
});
