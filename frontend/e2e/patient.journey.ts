import { imported } from './imported';
import { signIn } from './people';
import { expect, test } from './test';
import { addressesOf, expectNoneOf, keptBy } from './traces';

test('sign in, find an imported patient, open a ticket, reply, resolve, undo; nothing of it stays behind', async ({
  page,
}) => {
  const { family, given, half, digits, phone } = imported();
  const seen = addressesOf(page);
  await signIn(page, 'ben', '/customer-care/customers');
  await page.getByLabel('Search customers').fill(`${half} ${digits}`);
  const found = page.getByRole('row').getByRole('link', { name: family });
  await expect(found).toHaveCount(1);
  await found.click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(given);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(family);
  await page.getByRole('link', { name: 'New ticket' }).click();
  await page.getByLabel('Subject').fill('Asks where the prescription is');
  await page.getByLabel('Description').fill('The pharmacy has not received it since Friday.');
  await page.getByLabel('Category').selectOption('medical');
  await page.getByRole('button', { name: 'Open ticket' }).click();
  await expect(page.getByRole('heading', { name: 'Asks where the prescription is' })).toBeVisible();

  await page.getByLabel('Reply to the customer').fill('We have sent it to the pharmacy again.');
  await page.getByRole('button', { name: 'Send reply' }).click();
  await expect(page.getByRole('region', { name: 'Conversation' })).toContainText(
    'We have sent it to the pharmacy again.',
  );
  await page.getByRole('button', { name: 'Resolve ticket' }).click();
  await expect(page.getByLabel('Status', { exact: true })).toHaveValue('resolved');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByLabel('Status', { exact: true })).toHaveValue('open');
  await expect(page.getByRole('list', { name: 'History' })).toContainText('took the status back');

  // A draft that names the patient is kept while signed in; all of it goes with the session.
  await page.getByLabel('Reply to the customer').fill(`Dear ${family}, one more thing`);
  expect(await keptBy(page)).toContain('one more thing');
  await page.getByRole('button', { name: /Your account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  const secrets = [family, `${half} ${digits}`, phone, 'prescription', 'pharmacy', 'one more thing', 'eyJ'];
  const expectNothing = async (when: string) => {
    const kept = await keptBy(page);
    for (const word of secrets) expect(kept, `${when}, "${word}" is still there`).not.toContain(word);
  };
  await expectNothing('signed out');
  // A reload, and every page that Back still knows: each asks to sign in and shows nobody.
  await page.reload();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expectNothing('after a reload');
  for (let steps = 0; steps < 3; steps += 1) {
    await page.goBack().catch(() => undefined);
    if (page.url() === 'about:blank') break;
    // The sign-in of the entry before is in sight until the entry that Back led to, which keeps what was searched for, is replaced.
    await expect(page).toHaveURL(/\/customer-care\/login/);
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    await expectNothing(`${steps + 1} steps back`);
  }
  expectNoneOf([family, half, digits, phone, 'prescription', 'pharmacy'], seen);
});
