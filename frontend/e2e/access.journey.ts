import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { newCase, signIn } from './people';

// WCAG 2.2 AA on every page, in both colour schemes, and the strict policy of the page kept.

// Advice, not WCAG: notices stand outside the landmarks on purpose, and a dialog's own header is taken for a second banner.
const ADVICE = ['region', 'landmark-no-duplicate-banner', 'landmark-unique'];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function expectNoFault(page: Page, what: string) {
  await page.waitForLoadState('networkidle');
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).disableRules(ADVICE).analyze();
  const faults = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary}`),
  );
  expect(faults, what).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no page has a fault of access, ${colorScheme}`, async ({ browser, request }) => {
    test.setTimeout(150_000);
    const context = await browser.newContext({ colorScheme });
    const page = await context.newPage();
    const refused: string[] = [];
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) refused.push(message.text());
    });
    await page.goto('/customer-care/login');
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    await expectNoFault(page, 'sign-in');
    const { customer, ticket, admin } = await newCase(request);
    await admin.post(`/tickets/${ticket.id}/messages`, { kind: 'note', body: 'A note' });
    await admin.post(`/tickets/${ticket.id}/messages`, { kind: 'reply', body: 'A reply' });
    await signIn(page, 'ada', '/');
    const pages = [
      '/customer-care/tickets',
      '/customer-care/tickets?status=escalated',
      `/customer-care/tickets/${ticket.number}`,
      '/customer-care/tickets/create',
      `/customer-care/tickets/create?customer_id=${customer.id}`,
      '/customer-care/customers',
      `/customer-care/customers/${customer.id}`,
      `/customer-care/customers/${customer.id}/edit`,
      '/customer-care/customers/create',
      '/customer-care/preferences',
      '/customer-care/nowhere',
    ];
    for (const address of pages) {
      await page.goto(address);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectNoFault(page, address);
    }
    await page.goto(`/customer-care/tickets/${ticket.number}`);
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
    expect(refused).toEqual([]);
    await context.close();
  });
}
