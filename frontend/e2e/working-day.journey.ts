import type { APIRequestContext } from '@playwright/test';
import { asAdmin, PASSWORD } from './people';
import { expect, test } from './test';
import { deskOf, expectAllLead, readBell, watched } from './watched';

const SCREEN = { viewport: { width: 1600, height: 1000 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };
const STAFF = { agent: 'Ana Bello', colleague: 'Ken Ito', doctor: 'Uma Rao', admin: 'Mia Wolf' };
const ROLES = { agent: 'agent', colleague: 'agent', doctor: 'doctor', admin: 'admin' } as const;
const emailOf = (who: keyof typeof STAFF) => `${who}.day@desk.example`;

const QUESTION = 'Rash since the new tablets';
const PAIN = 'Crushing pain in the chest';
const ANSWER = 'Please come in today for an ECG; no effort until then.';

/** Four people on their first day, a queue in which nothing urgent is left over, and a customer. */
async function morning(request: APIRequestContext) {
  const admin = await asAdmin(request);
  for (const [who, name] of Object.entries(STAFF)) {
    const [email, role] = [emailOf(who as keyof typeof STAFF), ROLES[who as keyof typeof STAFF]];
    await admin.post('/staff', { email, name, role, password: PASSWORD });
  }
  const { id: ada } = await admin.get('/auth/me');
  const { data: left } = await admin.get('/tickets?status=open,pending&assignee=none&priority=urgent&limit=100');
  for (const { id } of left) await admin.post(`/tickets/${id}/assignment`, { assignee_id: ada });
  const { data: calls } = await admin.get('/interactions?status=active,pending&channel=call,chat&agent=none&limit=100');
  for (const { id } of calls) await admin.post(`/interactions/${id}/assignment`, { agent_id: ada });
  const { data: asked } = await admin.get('/escalations?status=pending&target=pool&limit=100');
  for (const { id } of asked) await admin.post(`/escalations/${id}/withdraw`, { reason: 'The day begins anew.' });
  const customer = await admin.post('/customers', { given_name: 'Ijeoma', family_name: `Day${Date.now()}` });
  return { admin, customer };
}

test('a working day: what agent, doctor and admin see in list, tile, bell and title is true at each step', async ({
  open,
  request,
}) => {
  test.setTimeout(400_000);
  const { admin, customer } = await morning(request);
  const of = `customer_id=${customer.id}`;
  const desk = '/customer-care/dashboard';
  const agent = await watched(await open(SCREEN), emailOf('agent'), desk, `/customer-care/tickets?${of}&sort=queue`);
  const doctor = await watched(await open(PHONE), emailOf('doctor'), '/', '/doctor/escalations');
  const oversight = '/admin/customer-care-oversight';
  const chief = await watched(await open(SCREEN), emailOf('admin'), oversight, `${oversight}/tickets?${of}&sort=queue`);
  const expectDesk = deskOf({ agent, doctor, admin: chief });
  const { page } = agent;
  const phone = doctor.page;

  await expectDesk('nothing has come in', {
    agent: { title: 'Dashboard' },
    doctor: { title: 'Cases for me' },
    admin: { title: 'Overview' },
  });

  const question = await admin.post('/tickets', {
    customer_id: customer.id,
    category: 'medical',
    priority: 'urgent',
    subject: QUESTION,
    description: 'Red spots on both arms since Tuesday.',
    assignee_id: null,
  });
  await expectDesk('a customer asks something urgent', {
    agent: {
      list: [`${QUESTION} · Open · Urgent · Unassigned · < 1 min`],
      tiles: { 'Nobody’s yet: Urgent': 1 },
      bell: [`An urgent ticket waits in the queue · ${QUESTION} · ${question.number} · Urgent`],
      navigation: { tickets: 1 },
    },
    admin: {
      list: [`${QUESTION} · Open · Urgent · Unassigned`],
      tiles: { 'Nobody’s yet: Urgent': 1 },
      navigation: { tickets: 1 },
    },
  });

  await page.keyboard.press('t');
  await expect(page.getByRole('heading', { level: 1, name: QUESTION })).toBeVisible();
  await expectDesk('the agent takes the next ticket', {
    agent: {
      list: [`${QUESTION} · Open · Urgent · ${STAFF.agent}`],
      tiles: { 'Nobody’s yet: Urgent': 0, 'My tickets: Open': 1 },
      bell: [],
      navigation: {},
      title: question.number,
    },
    admin: {
      list: [`${QUESTION} · Open · Urgent · ${STAFF.agent}`],
      tiles: { 'Nobody’s yet: Urgent': 0 },
      navigation: {},
    },
  });

  const call = await admin.post('/interactions', { customer_id: customer.id, channel: 'call' });
  await admin.post(`/interactions/${call.id}/assignment`, { agent_id: null });
  await expectDesk('she calls, and nobody has the call', {
    agent: {
      tiles: { 'Nobody’s yet: Chats and calls': 1 },
      bell: ['A chat or call waits for an agent'],
      navigation: { interactions: 1 },
    },
    admin: { tiles: { 'Nobody’s yet: Chats and calls': 1 }, navigation: { interactions: 1 } },
  });

  await page.getByRole('link', { name: '1 chat or call without an agent' }).click();
  await page.getByRole('main').getByRole('link', { name: customer.family_name }).click();
  await page.getByRole('button', { name: 'Take over' }).click();
  await page.getByRole('textbox', { name: 'Summary' }).fill('Pain in the chest for an hour; we promised to call back.');
  await page.getByRole('button', { name: 'Save, still running' }).click();
  await expectDesk('the agent takes the call', {
    agent: { tiles: { 'Nobody’s yet: Chats and calls': 0 }, bell: [], navigation: {}, title: 'Call' },
    admin: { tiles: { 'Nobody’s yet: Chats and calls': 0 }, navigation: {} },
  });

  await page.getByRole('button', { name: 'Open a ticket from it' }).click();
  await page.getByLabel('Subject').fill(PAIN);
  await page.getByLabel('Category').selectOption('medical');
  await page.getByLabel('Priority').selectOption('urgent');
  await page.getByRole('button', { name: 'Open ticket' }).click();
  await expect(page.getByRole('heading', { level: 1, name: PAIN })).toBeVisible();
  await page
    .getByRole('navigation', { name: /running interaction/ })
    .getByRole('link')
    .click();
  await page.getByRole('button', { name: 'End interaction' }).click();
  await expect(page.getByText('Ended', { exact: true }).first()).toBeVisible();
  await page.getByRole('link', { name: PAIN }).click();
  const ticket = (await admin.get(`/tickets?${of}&sort=-created_at`)).data[0];
  const both = (status: string) => [
    `${QUESTION} · Open · Urgent · ${STAFF.agent}`,
    `${PAIN} · ${status} · Urgent · ${STAFF.agent}`,
  ];
  await expectDesk('a ticket from the call, which ends: nobody has answered yet', {
    agent: {
      list: [both('Open')[0] ?? '', `${both('Open')[1]} · min`],
      tiles: { 'My tickets: Open': 2 },
      title: ticket.number,
    },
    admin: { list: both('Open') },
  });

  await page.getByRole('button', { name: 'Escalate' }).click();
  const ask = page.getByRole('dialog', { name: /Escalate to a doctor/ });
  await ask.getByLabel('Whom').selectOption({ label: STAFF.doctor });
  await ask.getByRole('textbox').fill('Pain in the chest for an hour. Is tomorrow too late?');
  await ask.getByRole('button', { name: 'Escalate' }).click();
  await expect(page.getByText('Escalated', { exact: true }).first()).toBeVisible();
  await expectDesk('the agent escalates it', {
    agent: {
      list: both('Escalated'),
      tiles: { 'My tickets: Open': 1, 'My tickets: Escalated': 1, 'Escalations: Not answered yet': 1 },
    },
    doctor: {
      list: [`Mine and for me · ${PAIN} · Waiting · Urgent`],
      tiles: { 'Escalations: Waiting for me': 1 },
      bell: [`A case waits for you · ${PAIN} · Urgent`],
    },
    admin: { list: both('Escalated') },
  });

  await phone.getByRole('button', { name: 'Accept' }).tap();
  await expect(phone.getByRole('heading', { level: 1, name: PAIN })).toBeVisible();
  await expectDesk('the doctor accepts', {
    doctor: { list: [`Mine and for me · ${PAIN} · Accepted · Urgent`], bell: [], title: 'Escalation' },
  });
  await expect(page.getByRole('region', { name: `Escalation: ${STAFF.doctor}` })).toContainText('Accepted');

  await phone.getByRole('button', { name: 'Answer and resolve' }).tap();
  const answer = phone.getByRole('dialog', { name: 'Answer and resolve' });
  await answer.getByRole('textbox').fill(ANSWER);
  await answer.getByRole('button', { name: 'Answer and resolve' }).tap();
  await expect(answer).toBeHidden();
  await expectDesk('and answers', {
    agent: {
      list: both('Open'),
      tiles: {
        'My tickets: Open': 2,
        'My tickets: Escalated': 0,
        'Escalations: Not answered yet': 0,
        'Escalations: Answers to pass on': 1,
      },
      bell: [`Your escalation is answered · ${PAIN} · Urgent`],
    },
    doctor: { list: [`Answered by me · ${PAIN} · Answered`], tiles: { 'Escalations: Waiting for me': 0 } },
    admin: { list: both('Open') },
  });

  await page.getByRole('button', { name: 'Use in reply' }).click();
  await expect(page.getByLabel('Reply to the customer')).toHaveValue(ANSWER);
  await page.getByRole('button', { name: 'Send reply' }).click();
  await expect(page.getByRole('group', { name: 'Sent. The escalation is closed.' })).toBeVisible();
  await readBell(agent.dashboard);
  await expectDesk('the answer is passed on', {
    agent: {
      list: [both('Open')[0] ?? '', `${both('Open')[1]} · No reply due`],
      tiles: { 'Escalations: Answers to pass on': 0 },
      bell: [],
    },
    doctor: { list: [`Answered by me · ${PAIN} · Closed`] },
  });

  await page.getByRole('button', { name: 'Resolve ticket' }).click();
  // The field says so before the desk does.
  await expect(page.getByRole('group', { name: 'Status is now resolved' })).toBeVisible();
  await expectDesk('the ticket is resolved', {
    agent: { list: both('Resolved'), tiles: { 'My tickets: Open': 1, 'Resolved today': 1 } },
    admin: { list: both('Resolved') },
  });

  const again = { kind: 'reply', author: 'customer', via: 'chat', body: 'It hurts again, and in the arm.' };
  await admin.post(`/tickets/${ticket.id}/messages`, again);
  await expectDesk('the customer writes again', {
    agent: {
      list: [both('Open')[0] ?? '', `${both('Open')[1]} · min`],
      tiles: { 'My tickets: Open': 2, 'Resolved today': 0 },
      bell: [`A customer wrote · ${PAIN} · ${ticket.number}`],
    },
    admin: { list: both('Open') },
  });
  await expect(page.getByLabel('Status', { exact: true })).toHaveValue('open');

  const colleague = await watched(await open(SCREEN), emailOf('colleague'), desk, '/customer-care/tickets?assignee=me');
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Transfer with a note' }).click();
  const transfer = page.getByRole('dialog', { name: 'Transfer with a note' });
  await transfer.getByLabel('To', { exact: true }).selectOption({ label: STAFF.colleague });
  await transfer.getByRole('textbox').fill('She is on her way to the clinic.');
  await transfer.getByRole('button', { name: 'Hand over' }).click();
  await expect(transfer).toBeHidden();
  const handed = [both('Open')[0] ?? '', `${PAIN} · Open · Urgent · ${STAFF.colleague}`];
  await expectDesk('the shift ends, and a colleague goes on', {
    agent: { list: handed, tiles: { 'My tickets: Open': 1 }, bell: [] },
    admin: { list: handed },
  });
  await deskOf({ colleague })('is told and has it', {
    colleague: {
      list: [`${PAIN} · Open · Urgent · ${STAFF.colleague}`],
      tiles: { 'My tickets: Open': 1 },
      bell: [`Something was given to you · ${PAIN} · ${ticket.number}`],
      title: 'Dashboard',
    },
  });
  for (const person of [agent, doctor, chief, colleague]) await expectAllLead(person, 'at the end of the day');
});
