import { type APIRequestContext, expect, test } from '@playwright/test';
import { DESKS } from './desks';
import { asAdmin, PASSWORD, PEOPLE } from './people';

// Fills each desk with people, customers and tickets before anything else runs.

const CUSTOMERS = [
  ['Ife', 'Adebayo', '0803 123 4581', 'ife@mail.example', '1988-04-12', 'female'],
  ['Marguerite', 'Delacroix', '+33 6 12 34 56 78', 'm.delacroix@mail.example', '1956-08-03', 'female'],
  ['Tomasz', 'Wójcik', '+48 512 345 678', 'tomasz@mail.example', '1979-11-30', 'male'],
  ['Amara', 'Nwosu', '0805 555 0199', 'amara@mail.example', '2001-02-14', 'female'],
  ['Hamid', 'Rahimi', '0806 222 3344', 'hamid@mail.example', '1968-06-21', 'male'],
] as const;

const TICKETS = [
  [0, 'billing', 'high', 'Charged twice in March', 'The card was charged twice for the appointment on 3 March.'],
  [
    0,
    'technical',
    'low',
    'The app asks for the code again and again',
    'Every morning the app wants a new code, and yesterday it asked four times.',
  ],
  [
    1,
    'appointment',
    'medium',
    'Wants to move the visit to the afternoon',
    'She can only come after two in the afternoon because of her sister.',
  ],
  [
    1,
    'medical',
    'urgent',
    'Dizzy since the new tablets',
    'She has been dizzy since Tuesday, when she began to take the new tablets.',
  ],
  [
    2,
    'technical',
    'medium',
    'No sound in the video call',
    'He sees the doctor but hears nothing; headphones make no difference.',
  ],
  [
    3,
    'billing',
    'low',
    'Needs the invoice in her employer’s name',
    'The invoice must carry the name of the employer for a refund.',
  ],
  [
    4,
    'medical',
    'high',
    'Asks for the result of Monday’s blood test',
    'The laboratory said the result was sent, but he cannot find it in the app.',
  ],
] as const;

for (const { address } of DESKS) {
  test(`the desk at ${address} is furnished`, async ({ playwright }) => {
    const request = await playwright.request.newContext({ baseURL: address });
    await furnish(request);
    await request.dispose();
  });
}

async function furnish(request: APIRequestContext) {
  const admin = await asAdmin(request);
  for (const { email, name, role } of Object.values(PEOPLE).slice(1)) {
    await admin.post('/staff', { email, name, role, password: PASSWORD });
  }
  const ids: string[] = [];
  for (const [given_name, family_name, phone, email, birth_date, gender] of CUSTOMERS) {
    const { id } = await admin.post('/customers', {
      given_name,
      family_name,
      phone,
      email,
      birth_date,
      gender,
      preferred_language: 'en',
    });
    ids.push(id);
  }
  const tickets: { id: string }[] = [];
  for (const [who, category, priority, subject, description] of TICKETS) {
    tickets.push(
      await admin.post('/tickets', {
        customer_id: ids[who],
        category,
        priority,
        subject,
        description,
        assignee_id: null,
      }),
    );
  }
  const first = `/tickets/${tickets[0]?.id}`;
  await admin.post(`${first}/messages`, {
    kind: 'note',
    body: 'The bank confirms both charges. Ask billing before promising a date.',
  });
  await admin.post(`${first}/messages`, {
    kind: 'reply',
    body: 'Thank you for telling us. We have asked the bank to pay the second charge back.',
    status: 'pending',
  });
  await admin.post(`${first}/messages`, {
    kind: 'reply',
    author: 'customer',
    via: 'call',
    body: 'When will it be on my account?',
  });
  await admin.post(`/tickets/${tickets[4]?.id}/status`, { status: 'resolved' });
  const { data } = await admin.get('/tickets');
  expect(data.length).toBeGreaterThanOrEqual(TICKETS.length);
}
