import { signIn } from './people';
import { expect, test } from './test';

test('Back restores the filters', async ({ page }) => {
  await signIn(page, 'ben', '/customer-care/tickets');
  await page.getByRole('button', { name: 'Priority' }).click();
  await page.getByRole('checkbox', { name: 'Urgent' }).check();
  await page.getByRole('checkbox', { name: 'High' }).check();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Category' }).click();
  await page.getByRole('checkbox', { name: 'Medical' }).check();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/priority=(urgent,high|high,urgent)/);
  await expect(page).toHaveURL(/category=medical/);
  const filtered = page.url();
  await page.getByRole('link', { name: 'Dizzy since the new tablets' }).click();
  await expect(page.getByRole('heading', { name: 'Dizzy since the new tablets' })).toBeVisible();
  await page.goBack();
  expect(page.url()).toBe(filtered);
  await expect(page.getByRole('button', { name: /^Priority: .*Urgent/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Category: .*Medical/ })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Dizzy since the new tablets' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Needs the invoice' })).toBeHidden();
  await expect(page.getByRole('link', { name: 'Charged twice in March' })).toBeHidden();
});

test('Back restores the words of a search, which no address has held', async ({ page }) => {
  await signIn(page, 'ben', '/customer-care/customers');
  const box = page.getByLabel('Search customers');
  await box.fill('delacr 5678');
  // Not the one of the recent customers: the search has to be over.
  await expect(page.getByRole('main').getByText('1 match', { exact: true })).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Delacroix' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Delacroix');
  await page.goBack();
  await expect(box).toHaveValue('delacr 5678');
  await expect(page.getByRole('main').getByRole('link', { name: 'Delacroix' })).toBeVisible();
  expect(page.url()).not.toContain('delacr');
});
