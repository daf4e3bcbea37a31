import type { Page } from '@playwright/test';
import { expectNoFault } from './access';
import { asAdmin, fullCase, newCase, signIn } from './people';
import { expect, test } from './test';

// WCAG 2.2 AA of everything that opens over a page and asks something, in both colour schemes.

/** Opens what the menu of a page calls by this name, looks at it, and leaves it. */
async function look(page: Page, name: string, menu = 'More actions') {
  await page.getByRole('button', { name: menu }).first().click();
  await page.getByRole('menuitem', { name }).click();
  await lookAt(page, name);
}

async function lookAt(page: Page, name: string | RegExp) {
  const dialog = page.getByRole('dialog', { name });
  await expect(dialog).toBeVisible();
  await expectNoFault(page, String(name));
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
}

test('nothing that asks has a fault of access', async ({ open, request }) => {
  test.setTimeout(600_000);
  const page = await open();
  const { ticket, customer } = await newCase(request);
  const { interaction, escalation, colleague } = await fullCase(request);
  const admin = await asAdmin(request);
  await admin.post(`/tickets/${ticket.id}/messages`, { kind: 'note', body: 'Ask billing first.' });
  await signIn(page, 'ada', `/customer-care/tickets/${ticket.number}`);
  await expectNoFault(page, 'a ticket beside its list');
  for (const name of ['Transfer with a note', 'Resolve as a duplicate', 'Wrong patient']) await look(page, name);
  await page.getByRole('button', { name: 'Escalate' }).click();
  await lookAt(page, /Escalate to a doctor/);
  await page.getByRole('button', { name: 'Take the words out' }).first().click();
  await lookAt(page, 'Take the words out');

  await page.goto(`/customer-care/interactions/${interaction.id}`);
  for (const name of ['Hand over', 'Correct the times', 'Wrong patient']) await look(page, name);
  await page.goto('/customer-care/interactions');
  await page
    .getByRole('checkbox', { name: /^Select Call/ })
    .first()
    .check();
  await expectNoFault(page, 'chosen rows');

  await page.goto(`/customer-care/escalations/${escalation.id}`);
  for (const name of ['Give to somebody else', 'Withdraw']) {
    await page.getByRole('button', { name }).click();
    await lookAt(page, name);
  }
  await page.goto('/admin/staff');
  await page.getByRole('button', { name: 'Add a colleague' }).click();
  await lookAt(page, 'Add a colleague');
  await page.goto(`/admin/staff/${colleague.id}`);
  await page.getByRole('button', { name: 'Deactivate' }).click();
  await lookAt(page, /^Deactivate/);
  await page.goto('/admin/service-accounts');
  await page.getByRole('button', { name: 'New service account' }).first().click();
  await lookAt(page, 'New service account');

  await page.goto(`/customer-care/customers/${customer.id}`);
  await page.getByRole('button', { name: 'Kind' }).click();
  await expect(page.getByRole('checkbox', { name: 'Internal notes' })).toBeVisible();
  await expectNoFault(page, 'the kinds of a timeline');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder(/Find a patient/).fill(customer.family_name);
  await expect(page.getByRole('dialog').getByText(`Nadia ${customer.family_name}`).first()).toBeVisible();
  await expectNoFault(page, 'what the palette found');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Notices/ }).click();
  await expectNoFault(page, 'the notices');
});

test('a doctor’s telephone has no fault of access', async ({ open, request }) => {
  test.setTimeout(400_000);
  const { ticket, escalation } = await fullCase(request);
  const page = await open({ viewport: { width: 390, height: 844 }, hasTouch: true });
  await signIn(page, 'dora', '/');
  await expect(page.getByRole('link', { name: ticket.subject })).toBeVisible();
  await expectNoFault(page, 'the inbox');
  await page.goto(`/customer-care/escalations/${escalation.id}`);
  await page.getByRole('button', { name: 'Accept' }).tap();
  await expect(page.getByRole('button', { name: 'Decline' })).toBeVisible();
  await expectNoFault(page, 'the case');
  for (const name of ['Answer and resolve', 'Decline']) {
    await page.getByRole('button', { name }).tap();
    await lookAt(page, name);
  }
});
