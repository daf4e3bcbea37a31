import { expectNoFault } from './access';
import { newCase, signIn } from './people';
import { bearerOf, fillSignIn, replaceCookie } from './tabs';
import { expect, test } from './test';
import { keptBy } from './traces';

// A sign-out is for all tabs, also where the server does not hear of it.

const DRAFT = 'Dear Nadia, one more thing';

test('a sign-out reaches every tab and leaves nothing in it', async ({ page, context, request }) => {
  const { ticket, customer } = await newCase(request);
  const address = `/customer-care/tickets/${ticket.number}`;
  await context.addInitScript('delete window.BroadcastChannel');
  await signIn(page, 'ben', address);
  const second = await context.newPage();
  await second.goto(address);
  await second.getByLabel('Reply to the customer').fill(DRAFT);
  await page.getByRole('button', { name: /Your account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  for (const tab of [page, second]) {
    await expect(tab.getByRole('button', { name: 'Sign in' })).toBeVisible();
    const kept = await keptBy(tab);
    for (const secret of [DRAFT, customer.family_name, ticket.subject, 'eyJ']) expect(kept).not.toContain(secret);
  }
  // The next person starts in either tab.
  await fillSignIn(second, 'cleo');
  await second.goto(address);
  await expect(second.getByLabel('Reply to the customer')).toHaveValue('');
});

test('a sign-out that the server does not hear of says so, survives a reload, and is tried again', async ({
  page,
  context,
  request,
}) => {
  const { ticket, customer } = await newCase(request);
  const address = `/customer-care/tickets/${ticket.number}`;
  const bearer = bearerOf(page);
  await signIn(page, 'ben', address);
  await page.getByLabel('Reply to the customer').fill(DRAFT);
  const second = await context.newPage();
  await second.goto(address);
  await expect(second.getByLabel('Reply to the customer')).toHaveValue(DRAFT);
  const isSignedIn = async () => (await request.get('/api/v1/auth/me', { headers: bearer() })).status();
  let renewals = 0;
  context.on('request', (sent) => {
    if (sent.url().endsWith('/auth/refresh')) renewals += 1;
  });
  await context.route('**/api/v1/auth/logout', (route) => route.abort());

  await page.getByRole('button', { name: /Your account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  const failed = (tab = page) => tab.getByText('Sign-out not complete');
  for (const tab of [page, second]) {
    await expect(tab.getByRole('button', { name: 'Sign in' })).toBeVisible();
    await expect(failed(tab)).toBeVisible();
    const kept = await keptBy(tab);
    for (const secret of [DRAFT, customer.family_name, ticket.subject, 'eyJ']) expect(kept).not.toContain(secret);
  }
  await expectNoFault(page, 'a sign-out that failed');
  expect(await isSignedIn()).toBe(200);
  // Neither a reload nor a deep link signs in again.
  renewals = 0;
  for (const again of [() => page.reload(), () => page.goto(address), () => page.goto('/')]) {
    await again();
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    await expect(failed()).toBeVisible();
  }
  expect(renewals).toBe(0);
  expect(await isSignedIn()).toBe(200);

  await context.unrouteAll();
  for (const tab of [page, second]) await expect(tab.getByText('You are signed out')).toBeVisible({ timeout: 40_000 });
  await expect.poll(isSignedIn, { timeout: 10_000 }).toBe(401);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect(failed()).toBeHidden();
});

test('a sign-out without a connection leaves nothing, and is done once there is one', async ({ page, request }) => {
  const { ticket, customer } = await newCase(request);
  const bearer = bearerOf(page);
  await signIn(page, 'ben', `/customer-care/tickets/${ticket.number}`);
  await page.getByLabel('Reply to the customer').fill(DRAFT);
  await page.waitForLoadState('networkidle');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: /Your account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByText('Sign-out not complete')).toBeVisible();
  const kept = await keptBy(page);
  for (const secret of [DRAFT, customer.family_name, ticket.subject, 'eyJ']) expect(kept).not.toContain(secret);
  await page.context().setOffline(false);
  await expect(page.getByText('You are signed out')).toBeVisible({ timeout: 40_000 });
  expect((await request.get('/api/v1/auth/me', { headers: bearer() })).status()).toBe(401);
});

test('a sign-out that is refused is tried again before the next person signs in', async ({ page, request }) => {
  const bearer = bearerOf(page);
  await signIn(page, 'ben');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const headers = bearer();
  let refusals = 0;
  await page.route('**/api/v1/auth/logout', (route) => {
    refusals += 1;
    return refusals > 1 ? route.continue() : route.fulfill({ status: 503 });
  });
  await page.getByRole('button', { name: /Your account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await fillSignIn(page, 'cleo');
  const isSignedIn = async () => (await request.get('/api/v1/auth/me', { headers })).status();
  await expect.poll(isSignedIn, { timeout: 10_000 }).toBe(401);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Your account: Cleo Park' })).toBeVisible();
});

test('a page does not sign out the person who signed in in another tab', async ({ page, context, request }) => {
  const second = await context.newPage();
  await second.goto('/customer-care/login');
  await signIn(page, 'ben');
  await page.getByRole('button', { name: /Your account/ }).click();
  // The click comes before the page has heard of the other.
  await page.evaluate(() => {
    window.addEventListener('storage', (event) => event.stopImmediatePropagation(), true);
  });
  const bearer = bearerOf(second);
  await fillSignIn(second, 'cleo');
  await page
    .getByRole('menuitem', { name: 'Sign out' })
    .click({ timeout: 5000 })
    .catch(() => undefined);
  await expect(page.getByRole('heading', { name: 'Cleo Park is now signed in' })).toBeVisible();
  await second.reload();
  await expect(second.getByRole('button', { name: 'Your account: Cleo Park' })).toBeVisible();
  expect((await request.get('/api/v1/auth/me', { headers: bearer() })).status()).toBe(200);
});

test('an expired page that is left to somebody else keeps the drafts for their author', async ({ page, request }) => {
  const { ticket, customer } = await newCase(request);
  const address = `/customer-care/tickets/${ticket.number}`;
  await signIn(page, 'ben', address);
  await page.getByLabel('Reply to the customer').fill(DRAFT);
  await page.route(/\/api\/v1\//, (route) =>
    route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{}' }),
  );
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await expect(dialog).toBeVisible();
  const shown = await page.evaluate(() => document.documentElement.outerHTML);
  for (const secret of [DRAFT, customer.family_name, ticket.subject]) expect(shown).not.toContain(secret);
  // The server's session ends before the page is left: it would sign Ben in again.
  await page.context().clearCookies();
  await page.unrouteAll();
  await dialog.getByRole('button', { name: 'Sign in as somebody else' }).click();
  await fillSignIn(page, 'cleo');
  await page.goto(address);
  await expect(page.getByLabel('Reply to the customer')).toHaveValue('');
  await replaceCookie(page, 'ben');
  await page.reload();
  await expect(page.getByLabel('Reply to the customer')).toHaveValue(DRAFT);
});
