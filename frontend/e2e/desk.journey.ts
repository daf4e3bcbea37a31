import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { another, newCase, PASSWORD, signIn } from './people';

/** Somebody of the imported file, as an agent on the phone would have them: half a name and the last digits. */
function imported() {
  const lines = readFileSync(process.env.CAREDESK_PATIENTS ?? 'e2e/patients.ndjson', 'utf8')
    .trim()
    .split('\n');
  for (const line of lines) {
    const { name, telecom } = JSON.parse(line);
    const official = name?.find(({ use }: { use: string }) => use === 'official');
    const phone = telecom?.find(({ system }: { system: string }) => system === 'phone')?.value.replace(/\D/g, '');
    if (official && phone)
      return { family: official.family as string, half: official.family.slice(0, 4), digits: phone.slice(-4) };
  }
  throw new Error('no patient with a name and a phone');
}

/** Every address the page was at, to look for patients in afterwards. */
function addresses(page: Page): string[] {
  const seen: string[] = [];
  page.on('request', (request) => seen.push(decodeURIComponent(request.url())));
  page.on('framenavigated', (frame) => seen.push(decodeURIComponent(frame.url())));
  return seen;
}

test('sign in, find an imported patient, open a ticket, reply, resolve, undo; nothing of it stays behind', async ({
  page,
}) => {
  const { family, half, digits } = imported();
  const seen = addresses(page);
  await signIn(page, 'ben', '/customer-care/customers');
  await page.getByLabel('Search customers').fill(`${half} ${digits}`);
  await page.getByRole('link', { name: new RegExp(family) }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(family);
  await page.getByRole('link', { name: 'New ticket' }).click();
  await page.getByLabel('Subject').fill('Asks where the prescription is');
  await page.getByLabel('Description').fill('The pharmacy has not received it since Friday.');
  await page.getByLabel('Category').selectOption('medical');
  await page.getByRole('button', { name: 'Open ticket' }).click();
  await expect(page.getByRole('heading', { name: 'Asks where the prescription is' })).toBeVisible();

  await page.getByLabel('Reply to the customer').fill('We have sent it to the pharmacy again.');
  await page.getByRole('button', { name: 'Send reply' }).click();
  await expect(page.getByRole('region', { name: 'Conversation' })).toContainText(
    'We have sent it to the pharmacy again.',
  );
  await page.getByRole('button', { name: 'Resolve ticket' }).click();
  await expect(page.getByLabel('Status', { exact: true })).toHaveValue('resolved');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByLabel('Status', { exact: true })).toHaveValue('open');
  await expect(page.getByRole('list', { name: 'History' })).toContainText('took the status back');

  await page.getByLabel('Reply to the customer').fill(`Dear ${family}, one more thing`);
  await page.getByRole('button', { name: /Your account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  for (const word of [family, half, 'prescription', 'pharmacy', 'one more thing', 'eyJ']) {
    expect(kept, `web storage holds "${word}"`).not.toContain(word);
  }
  for (const address of seen) {
    for (const word of [family, digits, 'prescription']) expect(address).not.toContain(word);
  }
});

test('two agents on one ticket: the second learns who was first, and neither overwrites the other', async ({
  browser,
  request,
}) => {
  const { ticket, admin } = await newCase(request);
  const at = `/customer-care/tickets/${ticket.number}`;
  const ben = await another(browser, 'ben', at);
  const cleo = await another(browser, 'cleo', at);
  await expect(cleo.getByRole('button', { name: 'Claim ticket' })).toBeVisible();
  await ben.getByRole('button', { name: 'Claim ticket' }).click();
  await expect(ben.getByLabel('Assignee')).toHaveValue(/.{36}/);
  await cleo.getByRole('button', { name: 'Claim ticket' }).click();
  await expect(cleo.getByRole('group', { name: 'That did not work' })).toContainText('Ben Musa');
  await expect(cleo.getByLabel('Assignee').locator('option:checked')).toHaveText('Ben Musa');

  // Different fields: both stand, though the second had not seen the change of the first.
  await admin.patch(`/tickets/${ticket.id}`, { category: 'technical' });
  await cleo.getByLabel('Priority').selectOption('low');
  await expect.poll(async () => (await admin.get(`/tickets/${ticket.id}`)).priority).toBe('low');
  expect((await admin.get(`/tickets/${ticket.id}`)).category).toBe('technical');

  // The same field: nothing is written until somebody decides.
  await expect(cleo.getByLabel('Category')).toHaveValue('technical');
  await admin.patch(`/tickets/${ticket.id}`, { priority: 'urgent' });
  await cleo.getByLabel('Priority').selectOption('medium');
  const dialog = cleo.getByRole('dialog', { name: 'Somebody else changed the same thing' });
  await expect(dialog).toContainText('Urgent');
  expect((await admin.get(`/tickets/${ticket.id}`)).priority).toBe('urgent');
  await dialog.getByRole('button', { name: 'Keep theirs' }).click();
  await expect(cleo.getByLabel('Priority')).toHaveValue('urgent');
  await ben.context().close();
  await cleo.context().close();
});

test('a session that ends in the middle of a reply comes back with the reply still there', async ({
  page,
  request,
}) => {
  const { ticket } = await newCase(request);
  await signIn(page, 'ben', `/customer-care/tickets/${ticket.number}`);
  const box = page.getByLabel('Reply to the customer');
  await box.fill('Dear Nadia, the refund left us yesterday.');
  // Ending the session elsewhere: the cookie goes, and the token is no longer taken.
  await page.context().clearCookies();
  await page.route('**/api/v1/**', (route) => {
    const headers = { ...route.request().headers(), authorization: 'Bearer ended' };
    return route.request().url().includes('/auth/') ? route.continue() : route.continue({ headers });
  });
  await page.getByRole('button', { name: 'Send reply' }).click();
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await expect(dialog).toBeVisible();
  await page.unroute('**/api/v1/**');
  await dialog.getByRole('textbox', { name: /Password/ }).fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await expect(dialog).toBeHidden();
  await expect(box).toHaveValue('Dear Nadia, the refund left us yesterday.');
  await page.getByRole('button', { name: 'Send reply' }).click();
  await expect(page.getByRole('region', { name: 'Conversation' })).toContainText('the refund left us yesterday');
});

test('Back restores the filters', async ({ page }) => {
  await signIn(page, 'ben', '/customer-care/tickets');
  await page.getByRole('button', { name: 'Priority' }).click();
  await page.getByRole('checkbox', { name: 'Urgent' }).check();
  await page.getByRole('checkbox', { name: 'High' }).check();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/priority=(urgent,high|high,urgent)/);
  await page.getByRole('link', { name: 'Dizzy since the new tablets' }).click();
  await expect(page.getByRole('heading', { name: 'Dizzy since the new tablets' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('button', { name: /^Priority: .*Urgent/ })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Needs the invoice' })).toBeHidden();
});

test('a ticket is worked with the keyboard alone', async ({ page, request }) => {
  const { ticket } = await newCase(request, { subject: `Keys are enough for this one ${Date.now()}` });
  await page.goto('/customer-care/tickets?sort=-created_at');
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await page.keyboard.type('ben@desk.example');
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: ticket.subject })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('j');
  await expect(page.getByRole('link', { name: ticket.subject })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: ticket.subject })).toBeVisible();
  await page.keyboard.press('n');
  await expect(page.getByRole('textbox', { name: 'Internal note' })).toBeFocused();
  await page.keyboard.type('Reached by keys');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('region', { name: 'Conversation' })).toContainText('Reached by keys');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Resolve ticket');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Status', { exact: true })).toHaveValue('resolved');
  await expect(page.getByRole('group', { name: 'Status is now resolved' })).toBeVisible();
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('z');
  await expect(page.getByLabel('Status', { exact: true })).toHaveValue('open');
});

test('the desk is usable at 390 pixels: nothing sticks out sideways', async ({ browser, request }) => {
  const { ticket, customer } = await newCase(request);
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true });
  const page = await context.newPage();
  await signIn(page, 'ben', '/customer-care/tickets?sort=-created_at');
  await page.getByRole('list', { name: 'Ticket queue' }).getByRole('link', { name: ticket.subject }).click();
  await page.getByLabel('Reply to the customer').fill('From a telephone');
  await page.getByRole('button', { name: 'Send reply' }).click();
  await expect(page.getByRole('region', { name: 'Conversation' })).toContainText('From a telephone');
  await page.getByRole('button', { name: 'Show navigation' }).click();
  await page.getByRole('link', { name: 'Customers' }).click();
  await expect(page.getByRole('heading', { name: 'Customers' })).toBeVisible();
  for (const address of [
    '/customer-care/tickets',
    `/customer-care/tickets/${ticket.number}`,
    `/customer-care/customers/${customer.id}`,
  ]) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  }
  await context.close();
});
