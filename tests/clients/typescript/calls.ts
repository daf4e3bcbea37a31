/** A real call of every kind with openapi-fetch, as a service account and as staff. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  granted,
  MERGE_PATCH,
  newCustomer,
  newTicket,
  person,
  program,
  programWith,
  refusal,
  type Schemas,
  SYSTEM,
  setStatus,
  success,
} from './desk.js';

test('token_by_client_credentials_has_the_scope_asked_for', async () => {
  const token = await granted('tickets:read');
  assert.deepEqual([token.token_type, token.scope], ['Bearer', 'tickets:read']);
  assert(token.expires_in > 0);
});

test('list_of_several_values_goes_on_by_its_cursor', async () => {
  const customer = await newCustomer();
  const [open, pending, resolved] = [await newTicket(customer), await newTicket(customer), await newTicket(customer)];
  await setStatus(pending.id, 'pending');
  await setStatus(resolved.id, 'resolved');
  const page = (cursor?: string) => {
    const wanted = { customer_id: customer.id, 'updated_at[gte]': open.created_at, limit: 1, include_total: true };
    return success(
      program.GET('/api/v1/tickets', { params: { query: { ...wanted, status: ['open', 'pending'], cursor } } }),
    );
  };
  const first = await page();
  assert.deepEqual([first.data.length, first.page.total], [1, 2]);
  assert(first.page.next_cursor);
  const second = await page(first.page.next_cursor);
  const ids = [...first.data, ...second.data].map((row) => row.id);
  assert.deepEqual(new Set(ids), new Set([open.id, pending.id]));
  assert.equal(second.page.next_cursor, null);
});

test('search_by_post_finds_customers_and_tickets', async () => {
  const customer = await newCustomer();
  const ticket = await newTicket(customer);
  const query = customer.identifiers[0]?.value;
  assert(query);
  const customers = await success(program.POST('/api/v1/customers/search', { body: { query } }));
  assert.deepEqual(
    customers.data.map((found) => found.id),
    [customer.id],
  );
  const tickets = await success(
    program.POST('/api/v1/tickets/search', { body: { query: 'charged', status: ['open'], customer_id: customer.id } }),
  );
  assert.deepEqual(
    tickets.data.map((found) => found.id),
    [ticket.id],
  );
});

test('create_repeated_with_its_key_is_replayed', async () => {
  const { id: customer_id } = await newCustomer();
  const words = { subject: 'The app is frozen', description: 'It froze at the payment.' };
  const header = { 'Idempotency-Key': crypto.randomUUID() };
  const create = () =>
    program.POST('/api/v1/tickets', {
      params: { header },
      body: { customer_id, category: 'technical', priority: 'high', ...words },
    });
  const first = await create();
  const again = await create();
  assert.deepEqual([first.response.status, again.response.status], [201, 201], JSON.stringify(first.error));
  assert.equal(first.response.headers.get('Location'), `/api/v1/tickets/${first.data?.id}`);
  assert.deepEqual([first.data?.priority, first.data?.assignee], ['high', null]);
  assert.equal(again.data?.id, first.data?.id);
  assert.equal(first.response.headers.get('Idempotency-Replayed'), null);
  assert.equal(again.response.headers.get('Idempotency-Replayed'), 'true');
});

test('get_with_the_etag_is_not_modified', async () => {
  const { id, number } = await newTicket();
  const read = (held?: string) =>
    program.GET('/api/v1/tickets/{id}', { params: { path: { id: number }, header: { 'If-None-Match': held } } });
  const answer = await read();
  assert.equal(answer.data?.id, id);
  const held = answer.response.headers.get('ETag');
  assert(held);
  const unchanged = await read(held);
  assert.deepEqual([unchanged.response.status, unchanged.data], [304, undefined]);
  await setStatus(id, 'pending');
  assert.equal((await success(read(held))).status, 'pending');
});

test('patch_changes_what_is_named_and_null_empties', async () => {
  const { id } = await newCustomer();
  const params = { path: { id }, header: { 'If-Match': '*' } };
  const body = { family_name: 'Eze', email: null };
  const changed = await success(program.PATCH('/api/v1/customers/{id}', { params, headers: MERGE_PATCH, body }));
  assert.deepEqual([changed.given_name, changed.family_name, changed.email], ['Ngozi', 'Eze', null]);
});

test('patch_of_another_version_is_412', async () => {
  const { id } = await newTicket();
  const { response } = await program.GET('/api/v1/tickets/{id}', { params: { path: { id } } });
  const etag = response.headers.get('ETag');
  assert(etag);
  const params = { path: { id }, header: { 'If-Match': etag } };
  const update = (priority: 'low' | 'urgent') =>
    program.PATCH('/api/v1/tickets/{id}', { params, headers: MERGE_PATCH, body: { priority } });
  assert.equal((await success(update('urgent'))).priority, 'urgent');
  await refusal(update('low'), 412);
});

test('actions_set_a_status_note_and_escalate', async () => {
  const { id } = await newTicket();
  const params = { path: { id } };
  assert.equal((await setStatus(id, 'resolved')).status, 'resolved');
  await setStatus(id, 'open');
  const note: Schemas['CreateMessage'] = { kind: 'note', body: 'Second time for her: be quick.' };
  const noted = await success(person.POST('/api/v1/tickets/{id}/messages', { params, body: note }), 201);
  assert.equal(noted.body, note.body);
  const target = { role: 'doctor' } as const;
  const question: Schemas['CreateEscalation'] = { target, reason: 'Is the dose too high?', priority: 'high' };
  const asked = await success(program.POST('/api/v1/tickets/{id}/escalations', { params, body: question }), 201);
  assert.equal(asked.status, 'pending');
});

test('bulk_has_a_result_for_each', async () => {
  const { id } = await newTicket();
  const missing = crypto.randomUUID();
  const body: Schemas['ChangeTickets'] = { ids: [id, missing], action: 'set_priority', priority: 'urgent' };
  const [done, refused] = (await success(program.POST('/api/v1/tickets/bulk', { body }))).data;
  assert.deepEqual([done?.id, done?.status, done?.ticket?.priority, done?.problem], [id, 200, 'urgent', null]);
  assert.deepEqual(
    [refused?.id, refused?.status, refused?.ticket, refused?.problem?.status],
    [missing, 404, null, 404],
  );
});

test('import_of_lines_tells_what_became_of_each', async () => {
  const identifier = [{ system: SYSTEM, value: crypto.randomUUID() }];
  const patient = JSON.stringify({ resourceType: 'Patient', identifier, name: [{ family: 'Sani' }] });
  const report = await success(
    program.POST('/api/v1/customers/import', {
      params: { query: { match_system: SYSTEM } },
      headers: { 'Content-Type': 'application/fhir+ndjson' },
      body: `${patient}\n{}\n`,
      bodySerializer: (lines) => lines,
    }),
  );
  assert.deepEqual([report.lines, report.created, report.refused, report.refusals[0]?.line], [2, 1, 1, 2]);
});

test('replies_are_acknowledged_by_their_ids', async () => {
  const params = { path: { id: (await newTicket()).id } };
  const reply: Schemas['CreateMessage'] = { kind: 'reply', body: 'We have asked the bank to pay it back.' };
  const { id } = await success(person.POST('/api/v1/tickets/{id}/messages', { params, body: reply }), 201);
  const fetched = async () =>
    (await success(program.POST('/api/v1/messages/fetched', { body: { ids: [id] } }))).data.map((row) => [
      row.id,
      row.fetched_at,
    ]);
  const first = await fetched();
  assert.equal(first[0]?.[0], id);
  assert.deepEqual(await fetched(), first);
  const shown = await success(program.GET('/api/v1/tickets/{id}/messages', { params }));
  assert.deepEqual(
    shown.data.map((row) => [row.id, row.fetched_at]),
    first,
  );
});

test('a_person_deletes_and_restores', async () => {
  const { id } = await newTicket();
  const params = { path: { id }, header: { 'If-Match': '*' } };
  const deleted = await person.DELETE('/api/v1/tickets/{id}', { params });
  assert.deepEqual([deleted.response.status, deleted.data], [204, undefined], JSON.stringify(deleted.error));
  await refusal(program.GET('/api/v1/tickets/{id}', { params: { path: { id } } }), 404);
  const restored = await success(person.POST('/api/v1/tickets/{id}/restore', { params }));
  assert.equal(restored.id, id);
});

test('a_report_is_json_and_csv', async () => {
  const report = await success(program.GET('/api/v1/oversight/summary'));
  assert(typeof report !== 'string');
  const metric = report.figures[0]?.metric;
  assert(metric);
  const { data, response } = await program.GET('/api/v1/oversight/summary', {
    params: { query: { from: report.period.from, to: report.period.to } },
    headers: { Accept: 'text/csv' },
    parseAs: 'text',
  });
  assert.match(response.headers.get('Content-Type') ?? '', /^text\/csv/);
  assert(data?.includes(metric));
});

test('refused_values_are_a_problem_with_their_places', async () => {
  const { id: customer_id } = await newCustomer();
  const body: Schemas['CreateTicket'] = { customer_id, category: 'billing', subject: 'Hi', description: '' };
  const problem = await refusal(program.POST('/api/v1/tickets', { body }), 422);
  assert.equal(problem.code, 'invalid');
  const places = problem.errors?.map((fault) => fault.pointer);
  assert.deepEqual(new Set(places), new Set(['#/subject', '#/description']));
});

test('what_is_not_allowed_is_a_problem_with_its_reason', async () => {
  const reader = await programWith('tickets:read');
  const words = { subject: 'Charged twice in March', description: 'The card was charged twice.' };
  const body: Schemas['CreateTicket'] = { customer_id: crypto.randomUUID(), category: 'billing', ...words };
  const unscoped = await refusal(reader.POST('/api/v1/tickets', { body }), 403);
  assert.deepEqual([unscoped.code, unscoped.reason], ['forbidden', 'insufficient_scope']);
  assert.equal((await refusal(program.GET('/api/v1/staff'), 403)).reason, 'people_only');
});
