import { signInByKeys, tabTo } from './keys';
import { newCase, PEOPLE } from './people';
import { expect, test } from './test';

// Nothing here clicks, and nothing is focused but by a key.

test('a ticket is worked with the keyboard alone', async ({ page, request }) => {
  const { ticket } = await newCase(request, { subject: `Keys are enough for this one ${Date.now()}` });
  await signInByKeys(page, PEOPLE.ben.email, '/customer-care/tickets?sort=-created_at');
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
  await expect(page.getByPlaceholder(/Find a patient/)).toBeFocused();
  await page.keyboard.type('Resolve ticket');
  await expect(
    page
      .getByRole('option', { name: /Resolve ticket/ })
      .or(page.getByText('Resolve ticket'))
      .first(),
  ).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Status', { exact: true })).toHaveValue('resolved');
  await expect(page.getByRole('group', { name: 'Status is now resolved' })).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'Undo' }));
  await page.keyboard.press('z');
  await expect(page.getByLabel('Status', { exact: true })).toHaveValue('open');
  await expect(page.getByRole('group', { name: 'Undone' })).toBeVisible();
  // The arrows open the list of a box that saves what is chosen: what they pass is not saved.
  let moves = 0;
  page.on('request', (asked) => {
    if (asked.url().endsWith('/status')) moves += 1;
  });
  await page.keyboard.press('s');
  await expect(page.getByLabel('Status', { exact: true })).toBeFocused();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
  await expect(page.getByLabel('Status', { exact: true })).toHaveValue('resolved');
  await expect.poll(() => moves).toBe(1);
  await page.waitForLoadState('networkidle');
  expect(moves).toBe(1);
});

test('a customer is found and their ticket opened with the keyboard alone', async ({ page }) => {
  await signInByKeys(page, PEOPLE.ben.email, '/customer-care/tickets');
  await expect(page.getByRole('heading', { level: 1, name: 'Tickets' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await expect(page.getByRole('heading', { level: 1, name: 'Customers' })).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByLabel('Search customers')).toBeFocused();
  await page.keyboard.type('rahi 3344');
  const found = page.getByRole('main').getByRole('link', { name: 'Rahimi' });
  await expect(found).toHaveCount(1);
  await tabTo(page, found);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Rahimi');
  await tabTo(page, page.getByRole('link', { name: 'New ticket' }));
  await page.keyboard.press('Enter');
  const subject = `Opened by keys ${Date.now()}`;
  await tabTo(page, page.getByLabel('Subject'));
  await page.keyboard.type(subject);
  await tabTo(page, page.getByLabel('Description'));
  await page.keyboard.type('Nothing was clicked on the way here.');
  await tabTo(page, page.getByLabel('Category'));
  await page.keyboard.type('Bill');
  await expect(page.getByLabel('Category')).toHaveValue('billing');
  await tabTo(page, page.getByRole('button', { name: 'Open ticket' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: subject })).toBeVisible();
});
