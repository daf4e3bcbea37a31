import { conversationAbout } from './conversations';
import { imported } from './imported';
import { asAdmin, newCase, signIn } from './people';
import { expect, test } from './test';
import { addressesOf, expectNoneOf } from './traces';

test('a caller is found by a half-heard name and four digits while the time already runs', async ({ page }) => {
  const { half, digits, family, given } = imported();
  const seen = addressesOf(page);
  await signIn(page, 'cleo', '/customer-care/dashboard');
  await page.getByRole('heading', { level: 1, name: 'Dashboard' }).click();
  await page.keyboard.press('l');
  await expect(page.getByText(/Time so far: [1-9]/)).toBeVisible();
  await page.getByLabel('Search customers').fill(`${half} ${digits}`);
  await expect(page.getByRole('main').locator('[data-row-link]')).toHaveCount(1);
  await page.getByRole('main').getByRole('button', { name: family }).click();
  await expect(page.getByRole('region', { name: 'Profile' })).toContainText(given);
  await page.getByLabel('Summary').fill('Asked whether the clinic is open on Sunday.');
  await page.getByRole('button', { name: 'End and save' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(family);
  // From when the page was opened, not from when they were found.
  await expect(page.getByRole('region', { name: 'Details' })).toContainText(/Duration\s*(\d+ min )?[1-9]\d* s/);
  // Nor does the search over everything leave a name behind.
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder(/Find a patient/).fill(`${half} ${digits}`);
  await page.getByRole('dialog').getByText(given).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(family);
  expectNoneOf([family, `${half} ${digits}`, digits], seen);
});

test('an e-mail that came in the morning is pasted in with its own times, and becomes a ticket', async ({
  page,
  request,
}) => {
  const { customer, admin } = await newCase(request);
  const mail = `Subject: my mother’s tablets\n\n${conversationAbout(/medication|tablet|pill/i, 'She takes two instead of one. Is that dangerous?')}`;
  await signIn(page, 'ben', `/customer-care/interactions/create?customer_id=${customer.id}`);
  await page.getByText('E-mail', { exact: true }).click();
  await page.getByLabel('Transcript').fill(mail);
  await page.getByLabel('Summary').fill('Asks whether two tablets instead of one are dangerous.');
  await page.getByLabel('It took place earlier').check({ force: true });
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('Started at').fill(`${yesterday}T09:00`);
  await page.getByLabel('Ended at').fill(`${yesterday}T09:05`);
  await page.getByRole('button', { name: 'End and save' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('E-mail with');
  await expect(page.getByRole('region', { name: 'Details' })).toContainText('5 min 0 s');
  const { data } = await admin.get(`/interactions?customer_id=${customer.id}`);
  expect(data[0].transcript).toBe(mail);
  await page.getByRole('button', { name: 'Open a ticket from it' }).click();
  await expect(page.getByRole('region', { name: /unresolved ticket of this customer/ })).toContainText('Refund');
  await page.getByLabel('Subject').fill('Two tablets instead of one');
  await page.getByLabel('Description').fill('The daughter wrote: see the e-mail of yesterday morning.');
  await page.getByLabel('Category').selectOption('medical');
  await page.getByRole('button', { name: 'Open ticket' }).click();
  await expect(page.getByRole('link', { name: 'the interaction' })).toBeVisible();
});

test('a ticket is found on the queue by what the customer remembers, and the words leave no trace in an address', async ({
  page,
  request,
}) => {
  const admin = await asAdmin(request);
  const family_name = `Ezeilo${Date.now()}`;
  const customer = await admin.post('/customers', { given_name: 'Obinna', family_name, phone: '0803 777 4455' });
  await admin.post('/tickets', {
    customer_id: customer.id,
    category: 'technical',
    subject: 'The picture freezes in the consultation',
    description: 'After two minutes the picture freezes while the sound goes on.',
    assignee_id: null,
  });
  const seen = addressesOf(page);
  await signIn(page, 'ben', '/customer-care/tickets?status=open');
  await page.getByRole('heading', { level: 1, name: 'Tickets' }).click();
  await page.keyboard.press('/');
  await expect(page.getByLabel('Search tickets')).toBeFocused();
  await page.keyboard.type('picture ezeil 4455');
  await expect(page.getByRole('main').getByText('1 match', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'The picture freezes in the consultation' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('The picture freezes');
  await page.goBack();
  await expect(page.getByLabel('Search tickets')).toHaveValue('picture ezeil 4455');
  expectNoneOf(['ezeil', '4455', family_name], seen);
});
