import { conversationAbout } from './conversations';
import { imported } from './imported';
import { asAdmin, expectNext, signIn } from './people';
import { expect, test } from './test';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };

test('a call about chest pain: ticket, escalated, a doctor asks and answers on a phone, the agent replies and resolves', async ({
  open,
  page,
}) => {
  test.setTimeout(400_000);
  const { half, digits, family } = imported();
  const said = conversationAbout(
    /chest pain/i,
    'Agent: Where does it hurt?\nPatient: In the chest, when I climb stairs.',
  );
  const subject = `Pain in the chest on the stairs ${Date.now()}`;
  await signIn(page, 'ben', '/customer-care/dashboard');
  await page.getByRole('link', { name: 'Log an interaction' }).click();
  await page.getByLabel('Search customers').fill(`${half} ${digits}`);
  await page.getByRole('main').getByRole('button', { name: family }).click();
  await page.getByLabel('Transcript').fill(said);
  await page.getByLabel('Summary').fill('Pain in the chest when she climbs stairs, since Monday.');
  await page.getByRole('button', { name: 'Save, still running' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`Call with`);
  await page.getByRole('button', { name: 'Open a ticket from it' }).click();
  await page.getByLabel('Subject').fill(subject);
  await page.getByLabel('Description').fill('Pain in the chest on stairs since Monday; none at rest. May she wait?');
  await page.getByLabel('Category').selectOption('medical');
  await page.getByLabel('Priority').selectOption('urgent');
  await page.getByRole('button', { name: 'Open ticket' }).click();
  await expect(page.getByRole('heading', { name: subject })).toBeVisible();
  // The call goes on over every page, until it is ended on its own.
  await page
    .getByRole('navigation', { name: /running interaction/ })
    .getByRole('link')
    .first()
    .click();
  await expect(page.getByLabel('Transcript')).toHaveValue(said);
  await page.getByRole('button', { name: 'End interaction' }).click();
  await expect(page.getByText('Ended', { exact: true }).first()).toBeVisible();
  await page.getByRole('link', { name: subject }).click();

  await page.getByRole('tab', { name: 'Internal note' }).click();
  await page.getByRole('textbox', { name: 'Internal note' }).fill('She is afraid of the ambulance bill.');
  await page.getByRole('button', { name: 'Add note' }).click();
  await page.getByRole('button', { name: 'Escalate' }).click();
  const ask = page.getByRole('dialog', { name: /Escalate to a doctor/ });
  await ask.getByLabel('Whom').selectOption({ label: 'Dora Silva' });
  await ask.getByRole('textbox').fill('Chest pain on effort since Monday. Is tomorrow too late?');
  await ask.getByRole('button', { name: 'Escalate' }).click();
  await expect(page.getByText('Escalated', { exact: true }).first()).toBeVisible();

  const phone = await open(PHONE);
  await signIn(phone, 'dora', '/');
  const mine = phone.getByRole('list', { name: 'Mine and for me' });
  await expect(mine.locator('li', { hasText: subject })).toContainText(/\d+ min/);
  await mine.getByRole('link', { name: subject }).tap();
  await expect(phone.getByRole('heading', { level: 1, name: subject })).toBeVisible();
  await expect(phone.getByText('none at rest')).toBeVisible();
  await phone.getByRole('button', { name: 'Accept' }).tap();
  await phone.getByLabel('Write to the others about this').fill('Does it reach the arm or the jaw?');
  await phone.getByRole('button', { name: 'Send' }).tap();
  // A doctor sees what the patient said, and never a note.
  expect(await phone.getByText('ambulance bill').count()).toBe(0);

  await expect(page.getByText('Does it reach the arm or the jaw?')).toBeVisible();
  await page.getByLabel('Write to the others about this').fill('No, only the chest.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(phone.getByText('No, only the chest.')).toBeVisible();
  await phone.getByRole('button', { name: 'Answer and resolve' }).tap();
  const answer = phone.getByRole('dialog', { name: 'Answer and resolve' });
  await answer.getByRole('textbox').fill('Please come in today for an ECG; no effort until then.');
  await answer.getByRole('button', { name: 'Answer and resolve' }).tap();
  await expect(answer).toBeHidden();

  await page.getByRole('button', { name: 'Use in reply' }).click();
  const box = page.getByLabel('Reply to the customer');
  await expect(box).toHaveValue('Please come in today for an ECG; no effort until then.');
  await page.getByRole('button', { name: 'Close escalation' }).click();
  await page.getByRole('button', { name: 'Send reply' }).click();
  await expect(page.getByRole('region', { name: 'Conversation' })).toContainText('come in today for an ECG');
  await page.getByRole('button', { name: 'Resolve ticket' }).click();
  await expect(page.getByLabel('Status', { exact: true })).toHaveValue('resolved');
});

test('a chat about a double charge is answered, resolved and followed by the next ticket in one key', async ({
  page,
  request,
}) => {
  const admin = await asAdmin(request);
  const customer = await admin.post('/customers', { given_name: 'Ngozi', family_name: `Umeh${Date.now()}` });
  const subject = `Charged twice for one visit ${Date.now()}`;
  await signIn(page, 'ben', `/customer-care/customers/${customer.id}`);
  await page.getByRole('link', { name: 'Log interaction' }).click();
  await page.getByText('Chat', { exact: true }).click();
  await page.getByLabel('Transcript').fill('Ngozi: I was charged twice.\nBen: I see both charges. One moment.');
  await page.getByLabel('Summary').fill('Two charges for one visit; the second goes back.');
  // A page that is still being laid out may move from under the pointer.
  await expect(async () => {
    await page.getByRole('button', { name: 'End and save' }).click({ timeout: 2_000 });
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Chat with Ngozi', { timeout: 8_000 });
  }).toPass();
  await page.getByRole('button', { name: 'Open a ticket from it' }).click();
  await page.getByLabel('Subject').fill(subject);
  await page.getByLabel('Description').fill('Both charges are of the same minute; the bank confirms the second.');
  await page.getByLabel('Category').selectOption('billing');
  await page.getByRole('button', { name: 'Open ticket' }).click();
  await expect(page.getByRole('heading', { name: subject })).toBeVisible();
  await page.getByLabel('Reply to the customer').fill('The second charge will be back on your card by Friday.');
  await page.keyboard.press('Control+Shift+Enter');
  await expectNext(page, subject);
  const { data } = await admin.get(`/tickets?customer_id=${customer.id}`);
  expect(data.map(({ status }: { status: string }) => status)).toEqual(['resolved']);
  await page.goto(`/customer-care/customers/${customer.id}`);
  await expect(page.getByRole('list', { name: 'History' })).toContainText('replied');
  await expect(page.getByText('No unresolved tickets.')).toBeVisible();
});
