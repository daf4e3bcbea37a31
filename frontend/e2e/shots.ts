import type { Page } from '@playwright/test';
import { firstDay } from './empty';
import { unauthorized, unavailable } from './failing';
import { pagesOf } from './pages';
import { asAdmin, fullCase, signIn } from './people';
import { replaceCookie } from './tabs';
import { expect, test } from './test';

// Pictures of every page, full, empty and failing, in light, in dark, on a phone, and in French, into ../screenshots.

const SIZES = [
  ['light', 1440, 900, 'light'],
  ['dark', 1440, 900, 'dark'],
  ['narrow', 390, 844, 'light'],
  ['narrow-dark', 390, 844, 'dark'],
  ['wide', 2560, 1200, 'light'],
  ['tablet', 1024, 768, 'light'],
] as const;

const LISTS = {
  dashboard: '/customer-care/dashboard',
  tickets: '/customer-care/tickets',
  interactions: '/customer-care/interactions',
  escalations: '/customer-care/escalations',
  customers: '/customer-care/customers',
  'service-accounts': '/admin/service-accounts',
  overview: '/admin/customer-care-oversight',
  'agent-performance': '/admin/customer-care-oversight/agent-performance',
  'frequent-issues': '/admin/customer-care-oversight/frequent-issues',
};

/** A period before there was a desk. */
const BEFORE = '?from=2020-01-01&to=2020-01-30';

async function shootAs(page: Page, file: string) {
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(350);
  await page.screenshot({ path: `../screenshots/${file}.png`, fullPage: true });
}

for (const [name, width, height, colorScheme] of SIZES) {
  test(`every page, ${name}`, async ({ open, request }) => {
    test.setTimeout(900_000);
    const page = await open({ viewport: { width, height }, colorScheme });
    const shoot = (file: string, of = page) => shootAs(of, `${file}-${name}`);
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
    await expect(page.getByRole('group', { name: 'Filters' })).toBeVisible();
    const folded = page.getByRole('button', { name: 'Filters', exact: true });
    if (await folded.isVisible()) await folded.click();
    await page.getByRole('button', { name: 'Status' }).first().click();
    await shoot('filter');
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('?');
    await shoot('keys');
    await page.keyboard.press('Escape');
    await page.goto('/customer-care/tickets');
    await page.getByLabel('Search tickets').fill('refund');
    await shoot('tickets-found');
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder(/Find a patient/).fill('fontaine');
    await shoot('palette-found');
    await page.keyboard.press('Escape');
    await firstDay(page);
    for (const [file, address] of Object.entries(LISTS)) {
      await page.goto(address.includes('oversight') ? address + BEFORE : address);
      await shoot(`${file}-empty`);
    }
    await page.unrouteAll();
    await unavailable(page, /\/api\/v1\/(?!auth|notices)/);
    for (const [file, address] of Object.entries({
      ...LISTS,
      ticket: `/customer-care/tickets/${ticket.number}`,
      customer: `/customer-care/customers/${ticket.customer.id}`,
      interaction: `/customer-care/interactions/${made.interaction.id}`,
    })) {
      await page.goto(address);
      await expect(page.getByRole('button', { name: /^(Try again|Load again)$/ }).first()).toBeVisible();
      await shoot(`${file}-failing`);
    }
    const agent = await open({ viewport: { width, height }, colorScheme });
    await signIn(agent, 'ben', '/customer-care/my-figures');
    await expect(agent.getByRole('heading', { level: 1 })).toBeVisible();
    await shoot('my-figures-own', agent);
    const doctor = await open({ viewport: { width, height }, colorScheme });
    await signIn(doctor, 'dora', '/');
    await expect(doctor.getByRole('link', { name: made.ticket.subject })).toBeVisible();
    await shoot('doctor-inbox', doctor);
    await doctor.goto(`/customer-care/escalations/${made.escalation.id}`);
    await doctor.getByRole('button', { name: 'Accept' }).click();
    await expect(doctor.getByRole('button', { name: 'Decline' })).toBeVisible();
    await shoot('doctor-case', doctor);
  });
}

for (const [name, width, height] of [
  ['french', 1440, 900],
  ['french-narrow', 390, 844],
  ['french-tablet', 1024, 768],
] as const) {
  test(`every page, ${name}`, async ({ open, request }) => {
    test.setTimeout(900_000);
    const page = await open({ viewport: { width, height } });
    await signIn(page, 'ada');
    await page.evaluate(() => localStorage.setItem('caredesk.language', 'fr'));
    for (const [file, address] of Object.entries(pagesOf(await fullCase(request)))) {
      await page.goto(address);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await shootAs(page, `${file}-${name}`);
      if (file !== 'ticket') continue;
      await page.getByRole('button', { name: 'Autres actions' }).click();
      await shootAs(page, `ticket-menu-${name}`);
      await page.keyboard.press('Escape');
    }
  });
}

for (const [name, width, height, colorScheme, language] of [
  ...SIZES.map((size) => [...size, 'en'] as const),
  ['french', 1440, 900, 'light', 'fr'],
  ['french-narrow', 390, 844, 'light', 'fr'],
] as const) {
  test(`a page without its person, ${name}`, async ({ open, request }) => {
    const page = await open({ viewport: { width, height }, colorScheme });
    const { ticket } = await fullCase(request);
    await signIn(page, 'ben', `/customer-care/tickets/${ticket.number}`);
    await page.evaluate((chosen) => localStorage.setItem('caredesk.language', chosen), language);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const comeBack = () => page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await replaceCookie(page, 'cleo');
    await comeBack();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Cleo Park');
    await shootAs(page, `locked-${name}`);
    await replaceCookie(page, 'ben');
    await comeBack();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(ticket.subject);
    await unauthorized(page);
    await comeBack();
    await expect(page.getByRole('dialog')).toBeVisible();
    await shootAs(page, `session-ended-${name}`);
    await page.unrouteAll();
    await comeBack();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(ticket.subject);
    await unavailable(page, /auth\/logout/);
    await page.getByRole('button', { name: 'Ben Musa' }).click();
    await page.getByRole('menuitem').last().click();
    await expect(page.getByRole('button', { name: /Try again|Réessayer/ })).toBeVisible();
    await shootAs(page, `sign-out-failed-${name}`);
    await page.unrouteAll();
    await expect(page.getByRole('status').filter({ hasText: /signed out|déconnect/ })).toBeVisible();
    await shootAs(page, `signed-out-${name}`);
  });
}
