import { type APIRequestContext, type BrowserContextOptions, expect, type Page } from '@playwright/test';

export const PASSWORD = 'correct horse battery';
export const PEOPLE = {
  ada: { email: 'ada@desk.example', name: 'Ada Obi', role: 'admin' },
  ben: { email: 'ben@desk.example', name: 'Ben Musa', role: 'agent' },
  cleo: { email: 'cleo@desk.example', name: 'Cleo Park', role: 'agent' },
  dora: { email: 'dora@desk.example', name: 'Dora Silva', role: 'doctor' },
  emil: { email: 'emil@desk.example', name: 'Emil Voss', role: 'auditor' },
} as const;
export type Person = keyof typeof PEOPLE;

/** Signs in through the page, the way a person does. */
export const signIn = (page: Page, person: Person, to = '/') => signInBy(page, PEOPLE[person].email, to);

export async function signInBy(page: Page, email: string, to: string) {
  await page.goto(to);
  await page.getByLabel('E-mail').fill(email);
  await page
    .getByLabel('Password', { exact: true })
    .or(page.getByRole('textbox', { name: /^Password/ }))
    .first()
    .fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('button', { name: /Your account/ })).toBeVisible();
}

/** Somebody else in a browser of their own. */
export async function another(open: (options?: BrowserContextOptions) => Promise<Page>, person: Person, to = '/') {
  const page = await open();
  await signIn(page, person, to);
  return page;
}

/** The desk by REST, to lay out what a journey begins with. */
export async function asAdmin(request: APIRequestContext) {
  const signed = await request.post('/api/v1/auth/login', { data: { email: PEOPLE.ada.email, password: PASSWORD } });
  const { access_token } = await signed.json();
  const headers = { Authorization: `Bearer ${access_token}` };
  return {
    post: async (path: string, data: object) => {
      const answer = await request.post(`/api/v1${path}`, { data, headers });
      expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
      return answer.json();
    },
    get: async (path: string) => (await request.get(`/api/v1${path}`, { headers })).json(),
    patch: async (path: string, data: object) => {
      const answer = await request.patch(`/api/v1${path}`, {
        data: JSON.stringify(data),
        headers: { ...headers, 'If-Match': '*', 'Content-Type': 'application/merge-patch+json' },
      });
      expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
      return answer.json();
    },
  };
}

/** The page has gone on from the ticket about `subject`: to another, or to the list where it was the last. */
export async function expectNext(page: Page, subject: string) {
  await expect(page.getByRole('heading', { name: subject })).toBeHidden();
  const another = page.getByRole('region', { name: 'Conversation' });
  await expect(another.or(page.getByRole('heading', { level: 1, name: 'Tickets', exact: true })).first()).toBeVisible();
}

let made = 0;

/** A customer and a ticket of theirs that no other journey touches. */
export async function newCase(request: APIRequestContext, ticket: object = {}) {
  made += 1;
  const admin = await asAdmin(request);
  const customer = await admin.post('/customers', { given_name: 'Nadia', family_name: `Fontaine${Date.now()}${made}` });
  const opened = await admin.post('/tickets', {
    customer_id: customer.id,
    category: 'billing',
    priority: 'high',
    subject: `Refund has not arrived ${Date.now()}`,
    description: 'The refund for the cancelled visit was promised for last week.',
    assignee_id: null,
    ...ticket,
  });
  return { admin, customer, ticket: opened };
}

/** The same with one record of every other kind; its ticket is escalated. */
export async function fullCase(request: APIRequestContext) {
  const made = await newCase(request);
  const { admin, customer, ticket } = made;
  const escalation = await admin.post(`/tickets/${ticket.id}/escalations`, {
    target: { role: 'doctor' },
    reason: 'May the refund wait until the visit is repeated?',
  });
  await admin.post(`/escalations/${escalation.id}/messages`, { body: 'She would rather be seen this week.' });
  const interaction = await admin.post('/interactions', { customer_id: customer.id, channel: 'call' });
  await admin.post(`/interactions/${interaction.id}/notes`, { body: 'She will call again at noon.' });
  const { data: colleagues } = await admin.get('/staff?role=agent');
  return { ...made, escalation, interaction, colleague: colleagues[0] };
}
