import { imported } from './imported';
import { command, pressOn, signInByKeys, tabTo, typeInto } from './keys';
import { asAdmin, expectNext, PEOPLE } from './people';
import { expect, test } from './test';

// The first two journeys of care by keyboard alone: nothing here clicks, and nothing is focused but by a key.

test('by keys alone: a call about chest pain is escalated, a doctor asks and answers, the agent replies and resolves', async ({
  open,
  page,
}) => {
  test.setTimeout(400_000);
  const { half, digits, family } = imported();
  const subject = `By keys: pain in the chest ${Date.now()}`;
  const main = page.getByRole('main');
  await signInByKeys(page, PEOPLE.ben.email, '/customer-care/dashboard');
  await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
  await page.keyboard.press('l');
  await expect(page.getByLabel('Search customers')).toBeFocused();
  await page.keyboard.type(`${half} ${digits}`);
  await expect(main.locator('[data-row-link]')).toHaveCount(1);
  await pressOn(page, main.getByRole('button', { name: family }));
  await expect(page.getByRole('region', { name: 'Profile' })).toBeVisible();
  await typeInto(page, page.getByLabel('Summary'), 'Pain in the chest on the stairs since Monday.');
  await pressOn(page, page.getByRole('button', { name: 'Save, still running' }));
  await expect(page.getByRole('heading', { level: 1, name: /^Call with/ })).toBeVisible();
  await page.keyboard.press('t');
  await expect(page.getByLabel('Subject')).toBeFocused();
  await page.keyboard.type(subject);
  await typeInto(page, page.getByLabel('Description'), 'On stairs since Monday; none at rest. May it wait?');
  await tabTo(page, page.getByLabel('Category'));
  await page.keyboard.type('Med');
  await tabTo(page, page.getByLabel('Priority'));
  await page.keyboard.type('Urg');
  await pressOn(page, page.getByRole('button', { name: 'Open ticket' }));
  await expect(page.getByRole('heading', { name: subject })).toBeVisible();
  await page.keyboard.press('e');
  const ask = page.getByRole('dialog', { name: /Escalate to a doctor/ });
  await tabTo(page, ask.getByLabel('Whom'));
  await page.keyboard.type('Dora');
  await typeInto(page, ask.getByRole('textbox'), 'Chest pain on effort. Is tomorrow too late?');
  await page.keyboard.press('Control+Enter');
  await expect(ask).toBeHidden();

  const doctor = await open();
  await signInByKeys(doctor, PEOPLE.dora.email, '/doctor/escalations');
  await pressOn(doctor, doctor.getByRole('list', { name: 'Mine and for me' }).getByRole('link', { name: subject }));
  await expect(doctor.getByRole('heading', { level: 1, name: subject })).toBeVisible();
  await doctor.keyboard.press('a');
  await expect(doctor.getByRole('group', { name: 'You accepted the case' })).toBeVisible();
  await doctor.keyboard.press('r');
  await expect(doctor.getByLabel('Write to the others about this')).toBeFocused();
  await doctor.keyboard.type('Does it reach the arm?');
  await doctor.keyboard.press('Control+Enter');
  await expect(doctor.getByRole('listitem').getByText('Does it reach the arm?', { exact: true })).toBeVisible();
  await command(doctor, 'Answer and resolve');
  const answer = doctor.getByRole('dialog', { name: 'Answer and resolve' });
  await expect(answer.getByRole('textbox')).toBeFocused();
  await doctor.keyboard.type('Please come in today for an ECG.');
  await doctor.keyboard.press('Control+Enter');
  await expect(answer).toBeHidden();

  // Seen with the next refetch, which comes every fifteen seconds.
  await expect(page.getByText('Does it reach the arm?')).toBeVisible({ timeout: 60_000 });
  await pressOn(page, page.getByRole('button', { name: 'Use in reply' }));
  await expect(page.getByLabel('Reply to the customer')).toBeFocused();
  await expect(page.getByLabel('Status', { exact: true })).toHaveValue('open');
  await page.keyboard.press('Control+Shift+Enter');
  await expect(page.getByRole('group', { name: 'Sent. The escalation is closed.' })).toBeVisible();
  await expectNext(page, subject);
});

test('by keys alone: a chat about a double charge is logged, becomes a ticket, and is answered', async ({
  page,
  request,
}) => {
  const admin = await asAdmin(request);
  const family = `Keyes${Date.now()}`;
  const customer = await admin.post('/customers', { given_name: 'Ama', family_name: family, phone: '0803 444 9911' });
  await signInByKeys(page, PEOPLE.cleo.email, '/customer-care/tickets');
  await expect(page.getByRole('heading', { level: 1, name: 'Tickets' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByPlaceholder(/Find a patient/)).toBeFocused();
  await page.keyboard.type('keye 9911');
  await expect(page.getByRole('dialog').getByText(family)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(family);
  await page.keyboard.press('l');
  await tabTo(page, page.getByRole('radio', { name: 'Call' }));
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Chat' })).toBeChecked();
  await typeInto(page, page.getByLabel('Summary'), 'Two charges for one visit; the second goes back.');
  await typeInto(page, page.getByLabel('Transcript'), 'Ama: I was charged twice.\nCleo: I see both.');
  await pressOn(page, page.getByRole('button', { name: 'End and save' }));
  await expect(page.getByRole('heading', { level: 1, name: /^Chat with/ })).toBeVisible();
  await page.keyboard.press('t');
  await expect(page.getByLabel('Subject')).toBeFocused();
  const subject = `By keys: charged twice ${Date.now()}`;
  await page.keyboard.type(subject);
  await typeInto(page, page.getByLabel('Description'), 'Both charges are of the same minute.');
  await tabTo(page, page.getByLabel('Category'));
  await page.keyboard.type('Bill');
  await pressOn(page, page.getByRole('button', { name: 'Open ticket' }));
  await expect(page.getByRole('heading', { name: subject })).toBeVisible();
  await page.keyboard.press('r');
  await expect(page.getByLabel('Reply to the customer')).toBeFocused();
  await page.keyboard.type('The second charge goes back by Friday.');
  await page.keyboard.press('Control+Shift+Enter');
  await expectNext(page, subject);
  const { data } = await admin.get(`/tickets?customer_id=${customer.id}`);
  expect(data[0].status).toBe('resolved');
});
