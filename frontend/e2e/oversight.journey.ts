import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { expectNoFault } from './access';
import { another, asAdmin, newCase, PEOPLE, signIn } from './people';
import { expect, test } from './test';

const OVERSIGHT = '/admin/customer-care-oversight';

/** The card of a figure. */
const card = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });

const numberOf = async (link: Locator) => Number((await link.innerText()).replace(/\D/g, ''));

test('an admin goes from a period to a number, to exactly its tickets, and takes the numbers along', async ({
  page,
  request,
}) => {
  const { admin, ticket, customer } = await newCase(request);
  await admin.post(`/tickets/${ticket.id}/status`, { status: 'resolved' });
  const call = await admin.post('/interactions', { customer_id: customer.id, channel: 'call' });
  await admin.post(`/interactions/${call.id}/end`, { summary: 'The refund is on its way.' });
  await signIn(page, 'ada', '/');
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByRole('button', { name: /^Period/ }).click();
  await page.getByRole('button', { name: 'Last 7 days' }).click();
  await expect(page).toHaveURL(/from=\d{4}-\d\d-\d\d&to=/);
  const period = new URL(page.url()).search;
  const resolved = card(page, 'Tickets resolved').getByRole('link', { name: /Tickets resolved$/ });
  const counted = await numberOf(resolved);
  expect(counted).toBeGreaterThan(0);

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as CSV' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^summary-[\d-]+\.csv$/);
  const lines = (await readFile(await file.path(), 'utf8')).split('\n').map((line) => line.split(','));
  const [head = [], ...rows] = lines;
  const line = rows.find((row) => row.includes('Tickets resolved')) ?? [];
  expect(Number(line[head.indexOf('Value')])).toBe(counted);
  await expect(page.getByRole('group', { name: /^Saved as summary-/ })).toBeVisible();

  await resolved.click();
  await expect(page.getByText(`· ${counted} in all`)).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`behind\\?counted=resolved&${period.slice(1)}`));
  const listed = page.getByRole('table', { name: 'Tickets behind a number' }).getByRole('row');
  await expect(listed).toHaveCount(Math.min(counted, 50) + 1);
  await page.getByRole('link', { name: ticket.subject }).click();
  await expect(page.getByRole('heading', { name: ticket.subject })).toBeVisible();
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`oversight\\?${period.slice(1)}$`));

  const handled = card(page, 'Interactions handled').getByRole('link', { name: /Interactions handled$/ });
  const interactions = await numberOf(handled);
  expect(interactions).toBeGreaterThan(0);
  await handled.click();
  await expect(page.getByRole('heading', { name: 'Interactions', level: 1 })).toBeVisible();
  await expect(page.getByText(`${interactions} in all`)).toBeVisible();
});

test('the lists of an admin stay at their addresses', async ({ page }) => {
  await signIn(page, 'ada', `${OVERSIGHT}/tickets`);
  await page.getByRole('link', { name: 'Unassigned', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`${OVERSIGHT}/tickets\\?.*assignee=none`));
});

test('from a colleague with too much to all of their tickets in other hands', async ({ page, request }) => {
  const { data: agents } = await (await asAdmin(request)).get('/staff?role=agent');
  const ben = agents.find(({ name }: { name: string }) => name === PEOPLE.ben.name);
  const { admin, customer } = await newCase(request, { assignee_id: ben.id });
  // More than a page of the list holds.
  for (let n = 0; n < 30; n += 1) {
    const about = {
      category: 'billing',
      priority: 'low',
      subject: `Charged twice, ${n}`,
      description: 'Charged twice.',
    };
    await admin.post('/tickets', { ...about, customer_id: customer.id, assignee_id: ben.id });
  }
  const held = `/tickets?assignee=${ben.id}&status=open,pending,escalated&include_total=true`;
  const { total } = (await admin.get(held)).page;
  expect(total).toBeGreaterThan(30);
  await signIn(page, 'ada', `${OVERSIGHT}/agent-performance`);
  await page.getByRole('button', { name: 'In hand now' }).click();
  await expect(page).toHaveURL(/sort=-load/);
  const row = page.getByRole('row', { name: new RegExp(PEOPLE.ben.name) });
  await row.getByRole('link', { name: 'Reassign their tickets' }).click();
  await expect(page.getByRole('toolbar', { name: 'With the selected rows' })).toContainText(`${total} selected`);
  await page.getByRole('button', { name: 'Assign', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: PEOPLE.cleo.name }).click();
  await expect.poll(async () => (await admin.get(held)).page.total).toBe(0);
});

test('an auditor reads the reports, and finds nothing to do in them', async ({ open, request }) => {
  const { customer } = await newCase(request);
  const page = await another(open, 'emil');
  await expect(page).toHaveURL(new RegExp(`${OVERSIGHT}$`));
  await expect(card(page, 'Tickets opened').getByRole('link')).toBeVisible();
  await expectNoFault(page, 'the reports of an auditor');
  for (const [name, address] of [
    ['Agent performance', `${OVERSIGHT}/agent-performance`],
    ['Frequent issues', `${OVERSIGHT}/frequent-issues`],
    ['Tickets behind a number', `${OVERSIGHT}/behind?counted=opened`],
    [`History of ${customer.name}`, `${OVERSIGHT}/customers/${customer.id}/history`],
  ] as const) {
    await page.goto(address);
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
    await page.waitForLoadState('networkidle');
    await expect(page.getByRole('link', { name: 'Reassign their tickets' })).toHaveCount(0);
    await expect(page.locator('main a[href^="/customer-care/"]')).toHaveCount(0);
  }
  await page.goto('/admin/customer-care-oversight/tickets');
  await expect(page.getByRole('heading', { name: 'This page is not for your role' })).toBeVisible();
});

test('on paper there is the report and nothing around it', async ({ page }) => {
  await signIn(page, 'ada', OVERSIGHT);
  await expect(card(page, 'Tickets opened')).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation', { name: 'Main navigation' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Save as CSV' })).toBeHidden();
  await expect(page.getByRole('img', { name: /^Opened and resolved/ })).toBeVisible();
});
