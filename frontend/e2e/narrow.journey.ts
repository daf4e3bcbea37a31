import type { Page } from '@playwright/test';
import { pagesOf } from './pages';
import { fullCase, signIn } from './people';
import { expect, test } from './test';

const WIDTHS = [390, 1024, 1440, 2560];
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };

/** What can be pressed or filled in and is partly outside the screen. */
const outside = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('a, button, input, select, textarea, [role=tab]')]
      .filter((one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
      .map((one) => ({
        at: one.getBoundingClientRect(),
        what: one.ariaLabel ?? (one.innerText || one.outerHTML.slice(0, 80)),
      }))
      .filter(({ at }) => at.width > 1 && at.bottom > 0 && (at.left < -1 || at.right > innerWidth + 1))
      .map(({ at, what }) => `${what}: ${Math.round(at.left)} to ${Math.round(at.right)}`),
  );

test('the desk is usable on a telephone', async ({ open, request }) => {
  const made = await fullCase(request);
  const page = await open(PHONE);
  await signIn(page, 'ben', '/customer-care/tickets?sort=-created_at');
  await page.getByRole('list', { name: 'Ticket queue' }).getByRole('link', { name: made.ticket.subject }).tap();
  await page.getByLabel('Reply to the customer').fill('From a telephone');
  await page.getByRole('button', { name: 'Send reply' }).tap();
  await expect(page.getByRole('region', { name: 'Conversation' })).toContainText('From a telephone');
  await page.getByRole('button', { name: 'Show navigation' }).tap();
  await page.getByRole('link', { name: 'Customers' }).tap();
  await expect(page.getByRole('heading', { name: 'Customers' })).toBeVisible();
});

test('a phone shows the first ticket in the upper half: filters wait behind one button, save those in use', async ({
  open,
}) => {
  const page = await open(PHONE);
  await signIn(page, 'ben', '/customer-care/tickets');
  const first = page.getByRole('list', { name: 'Ticket queue' }).getByRole('link').first();
  const top = await first.evaluate((one) => one.getBoundingClientRect().top);
  expect(top).toBeLessThan(PHONE.viewport.height / 2);
  const status = page.getByRole('button', { name: /^Status/ });
  await expect(status).toBeHidden();
  const filters = page.getByRole('button', { name: 'Filters', exact: true });
  await filters.tap();
  await status.tap();
  await page.getByRole('checkbox', { name: 'Pending' }).tap();
  await page.keyboard.press('Escape');
  await filters.tap();
  await expect(status).toHaveText('Status: Pending');
  await expect(page.getByRole('button', { name: 'Priority' })).toBeHidden();
});

/** How far the page, and each table within its frame, is wider than there is room for. */
const tooWide = (page: Page) =>
  page.evaluate(() => [
    document.documentElement.scrollWidth - innerWidth,
    ...[...document.querySelectorAll('table')].map((one) => one.scrollWidth - (one.parentElement?.clientWidth ?? 0)),
  ]);

test('nothing is cut off or sticks out sideways, from a telephone to a very wide screen', async ({ open, request }) => {
  test.setTimeout(400_000);
  const made = await fullCase(request);
  const page = await open(PHONE);
  await signIn(page, 'ben', '/');
  for (const address of Object.values(pagesOf(made))) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await page.waitForLoadState('networkidle');
      await expect.poll(() => outside(page), `${address} at ${width}`).toEqual([]);
      await expect
        .poll(async () => Math.max(...(await tooWide(page))), `${address} at ${width}`)
        .toBeLessThanOrEqual(1);
    }
  }
});
