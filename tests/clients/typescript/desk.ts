/** Clients of the desk with openapi-fetch, typed by openapi-typescript. */
import assert from 'node:assert/strict';
import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './generated/desk.js';

const CALL_MILLISECONDS = 30_000;
export const SYSTEM = 'https://app.example/typescript';
export const MERGE_PATCH = { 'Content-Type': 'application/merge-patch+json' };

export type Desk = Client<paths>;
export type Schemas = components['schemas'];

/** The value of an environment variable; fails if it is not set. */
function setting(name: string): string {
  const value = process.env[name];
  assert(value, `${name} is not set`);
  return value;
}

function client(token?: string): Desk {
  return createClient<paths>({
    baseUrl: setting('CAREDESK_URL'),
    headers: token ? { Authorization: `Bearer ${token}` } : {},
    fetch: (request) => fetch(request, { signal: AbortSignal.timeout(CALL_MILLISECONDS) }),
  });
}

interface Answer<T> {
  data?: T;
  error?: Schemas['Problem'];
  response: Response;
}

/** The body of a successful response. */
export async function success<T>(call: Promise<Answer<T>>, status = 200): Promise<NonNullable<T>> {
  const { data, error, response } = await call;
  assert.equal(response.status, status, JSON.stringify(error));
  assert(data, 'The answer has no body');
  return data;
}

/** The problem of an error response. */
export async function refusal(call: Promise<Answer<unknown>>, status: number): Promise<Schemas['Problem']> {
  const { error, response } = await call;
  assert.equal(response.status, status, JSON.stringify(error));
  assert(error, 'The answer has no problem document');
  assert.equal(error.status, status);
  return error;
}

/** The token response for the service account's client credentials. */
export function granted(scope: string): Promise<Schemas['TokenResponse']> {
  const body = {
    grant_type: 'client_credentials',
    client_id: setting('CAREDESK_CLIENT_ID'),
    client_secret: setting('CAREDESK_CLIENT_SECRET'),
    scope,
  };
  return success(
    client().POST('/api/v1/auth/token', { body, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }),
  );
}

export async function programWith(scope: string): Promise<Desk> {
  return client((await granted(scope)).access_token);
}

async function signedIn(): Promise<Desk> {
  const body = { email: setting('CAREDESK_EMAIL'), password: setting('CAREDESK_PASSWORD') };
  return client((await success(client().POST('/api/v1/auth/login', { body }))).access_token);
}

export const program = await programWith(
  'customers:read customers:write tickets:read tickets:write notes:write escalations:read escalations:write reports:read import:write',
);
export const person = await signedIn();

export function newCustomer(): Promise<Schemas['Customer']> {
  const identifiers = [{ system: SYSTEM, value: crypto.randomUUID() }];
  const body = { family_name: 'Okafor', given_name: 'Ngozi', email: 'ngozi@mail.example', identifiers };
  return success(program.POST('/api/v1/customers', { body }), 201);
}

export async function newTicket(customer?: Schemas['Customer']): Promise<Schemas['Ticket']> {
  const { id } = customer ?? (await newCustomer());
  const words = { subject: 'Charged twice in March', description: 'The card was charged twice.' };
  return success(program.POST('/api/v1/tickets', { body: { customer_id: id, category: 'billing', ...words } }), 201);
}

export function setStatus(id: string, status: Schemas['TicketStatus']): Promise<Schemas['Ticket']> {
  return success(program.POST('/api/v1/tickets/{id}/status', { params: { path: { id } }, body: { status } }));
}
