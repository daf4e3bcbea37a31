import { test } from '@playwright/test';
import { asAdmin, signIn } from './people';

// Pictures of every page, in light, in dark, and on a phone, into ../screenshots.

const SIZES = [
  ['light', 1440, 900, 'light'],
  ['dark', 1440, 900, 'dark'],
  ['narrow', 390, 844, 'light'],
  ['wide', 2560, 1200, 'light'],
  ['tablet', 1024, 768, 'light'],
] as const;

for (const [name, width, height, colorScheme] of SIZES) {
  test(`every page, ${name}`, async ({ browser, request }) => {
    test.setTimeout(120_000);
    const context = await browser.newContext({ viewport: { width, height }, colorScheme });
    const page = await context.newPage();
    const shoot = async (file: string) => {
      await page.waitForLoadState('networkidle');
      await page.waitForTimeout(250);
      await page.screenshot({ path: `../screenshots/${file}-${name}.png`, fullPage: true });
    };
    await page.goto('/customer-care/login');
    await shoot('sign-in');
    await signIn(page, 'ada', '/customer-care/tickets');
    await shoot('tickets');
    const admin = await asAdmin(request);
    const tickets = await admin.get('/tickets?category=billing&priority=high&sort=created_at');
    const ticket = tickets.data[0];
    const pages: [string, string][] = [
      ['tickets-filtered', '/customer-care/tickets?status=open,pending&priority=high,urgent&assignee=none'],
      ['tickets-nothing', '/customer-care/tickets?status=escalated&category=medical'],
      ['ticket', `/customer-care/tickets/${ticket.number}`],
      ['ticket-create-pick', '/customer-care/tickets/create'],
      ['ticket-create', `/customer-care/tickets/create?customer_id=${ticket.customer.id}`],
      ['customers', '/customer-care/customers'],
      ['customer', `/customer-care/customers/${ticket.customer.id}`],
      ['customer-edit', `/customer-care/customers/${ticket.customer.id}/edit`],
      ['customer-create', '/customer-care/customers/create'],
      ['preferences', '/customer-care/preferences'],
      ['not-found', '/customer-care/nowhere'],
    ];
    for (const [file, address] of pages) {
      await page.goto(address);
      await shoot(file);
      if (file === 'ticket') {
        await page.getByRole('tab', { name: 'Internal note' }).click();
        await shoot('ticket-note');
      }
    }
    await page.goto('/customer-care/customers');
    await page.getByRole('heading', { name: 'Customers' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.waitForTimeout(300);
    await shoot('palette');
    await context.close();
  });
}
