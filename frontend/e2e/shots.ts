import { unavailable } from './failing';
import { pagesOf } from './pages';
import { asAdmin, fullCase, signIn } from './people';
import { expect, test } from './test';

// Pictures of every page, full, empty and failing, in light, in dark, and on a phone, into ../screenshots.

const SIZES = [
  ['light', 1440, 900, 'light'],
  ['dark', 1440, 900, 'dark'],
  ['narrow', 390, 844, 'light'],
  ['narrow-dark', 390, 844, 'dark'],
  ['wide', 2560, 1200, 'light'],
  ['tablet', 1024, 768, 'light'],
] as const;

for (const [name, width, height, colorScheme] of SIZES) {
  test(`every page, ${name}`, async ({ open, request }) => {
    const page = await open({ viewport: { width, height }, colorScheme });
    const shoot = async (file: string) => {
      await page.waitForLoadState('networkidle');
      await page.waitForTimeout(350);
      await page.screenshot({ path: `../screenshots/${file}-${name}.png`, fullPage: true });
    };
    await page.goto('/customer-care/login');
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    await shoot('sign-in');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await shoot('sign-in-refused');
    await signIn(page, 'ada', '/customer-care/tickets');
    const admin = await asAdmin(request);
    const ticket = (await admin.get('/tickets?category=billing&priority=high&sort=created_at')).data[0];
    const made = await fullCase(request);
    for (const [file, address] of Object.entries(pagesOf({ ...made, ticket, customer: ticket.customer }))) {
      await page.goto(address);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await shoot(file);
      if (file === 'ticket') {
        await page.getByRole('tab', { name: 'Internal note' }).click();
        await shoot('ticket-note');
      }
      if (file === 'ticket-create' || file === 'customer-create') {
        await page.getByRole('main').locator('[type=submit]').click({ timeout: 5000 });
        await shoot(`${file}-refused`);
      }
    }
    await page.goto('/customer-care/customers');
    await page.getByLabel('Search customers').fill('de');
    await shoot('customers-found');
    await page.getByLabel('Search customers').fill('nobody 0000');
    await shoot('customers-nobody');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Control+k');
    await page.waitForTimeout(300);
    await shoot('palette');
    await page.goto('/customer-care/tickets');
    await page.getByRole('button', { name: 'Status' }).first().click();
    await shoot('filter');
    await unavailable(page, /\/api\/v1\/(tickets|customers)/);
    for (const [file, address] of [
      ['tickets-failing', '/customer-care/tickets?sort=created_at'],
      ['ticket-failing', `/customer-care/tickets/${ticket.number}`],
      ['customers-failing', '/customer-care/customers'],
    ] as const) {
      await page.goto(address);
      await expect(page.getByRole('button', { name: /^(Try again|Load again)$/ }).first()).toBeVisible();
      await shoot(file);
    }
  });
}
