import { expectNoFault } from './access';
import { unauthorized, unavailable } from './failing';
import { pagesOf } from './pages';
import { fullCase, newCase, signIn } from './people';
import { expect, test } from './test';

// WCAG 2.2 AA on every page, in both colour schemes. That the strict policy is kept, every journey checks.

test('no page has a fault of access', async ({ open, request }) => {
  test.setTimeout(400_000);
  const page = await open();
  await page.goto('/customer-care/login');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expectNoFault(page, 'sign-in');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expectNoFault(page, 'a refused sign-in');
  const made = await fullCase(request);
  await made.admin.post(`/tickets/${made.ticket.id}/messages`, { kind: 'note', body: 'A note' });
  await made.admin.post(`/tickets/${made.ticket.id}/messages`, { kind: 'reply', body: 'A reply' });
  await signIn(page, 'ada', '/');
  for (const [what, address] of Object.entries(pagesOf(made))) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectNoFault(page, what);
  }
});

test('nothing that opens over a page has a fault of access', async ({ open, request }) => {
  test.setTimeout(400_000);
  const page = await open();
  const { ticket } = await newCase(request);
  await signIn(page, 'ada', `/customer-care/tickets/${ticket.number}`);
  await page.getByRole('tab', { name: 'Internal note' }).click();
  await expectNoFault(page, 'the box of a note');
  await page.getByRole('button', { name: 'Resolve ticket' }).click();
  await expect(page.getByRole('group', { name: /Status is now/ })).toBeVisible();
  await expectNoFault(page, 'a notice');
  await page.getByRole('button', { name: /Your account/ }).click();
  await expectNoFault(page, 'the account menu');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByPlaceholder(/Find a patient/)).toBeVisible();
  await expectNoFault(page, 'the palette');
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await expectNoFault(page, 'the keys');
  await page.goto('/customer-care/tickets');
  await page.getByRole('button', { name: 'Status' }).click();
  await expect(page.getByRole('checkbox', { name: 'Pending' })).toBeVisible();
  await expectNoFault(page, 'a filter');
  await unavailable(page, /\/api\/v1\/tickets\?/);
  await page.goto('/customer-care/tickets?sort=created_at');
  await expect(page.getByRole('button', { name: 'Try again' }).first()).toBeVisible();
  await expectNoFault(page, 'a list that fails');
  await unauthorized(page);
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await expect(page.getByRole('dialog', { name: 'Your session has ended' })).toBeVisible();
  await expectNoFault(page, 'the ended session');
});

test('the telephone has no fault of access', async ({ open, request }) => {
  test.setTimeout(400_000);
  const made = await fullCase(request);
  const page = await open({ viewport: { width: 390, height: 844 }, hasTouch: true });
  await signIn(page, 'ben', '/customer-care/tickets');
  await page.getByRole('button', { name: 'Show navigation' }).tap();
  await expect(page.getByRole('link', { name: 'Customers' })).toBeVisible();
  await expectNoFault(page, 'the navigation');
  const { tickets, ticket, customer } = pagesOf(made);
  for (const address of [tickets, ticket, customer]) {
    await page.goto(address ?? '');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectNoFault(page, `${address} on a telephone`);
  }
});
