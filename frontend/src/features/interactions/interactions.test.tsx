import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { CreateInteraction, EndInteraction, Interaction, RedactInteraction } from '@/api/generated/types.gen';
import { tagOf } from '@/api/merge';
import { ADA, openAt, signedInAs } from '@/test/app';
import { aCustomer, anInteraction, pageOf } from '@/test/records';
import { answer, refuse } from '@/test/server';

/** Everything the page of an interaction asks for. */
function interactionPage(read: () => Interaction) {
  answer('get', '/interactions/:id', read);
  answer('get', '/interactions/:id/notes', () => pageOf([]));
  answer('get', '/interactions/:id/timeline', () => pageOf([]));
  answer('get', '/interactions/:id/escalations', () => pageOf([]));
  answer('get', '/customers/:id', () => aCustomer());
  answer('get', '/staff', () => pageOf([{ id: ADA.id, name: ADA.name, role: ADA.role, allowed: [] }]));
}

test('a call is logged while the customer is found, with the time it began, and goes on', async () => {
  signedInAs('agent');
  const customer = aCustomer();
  answer('get', '/customers', () => pageOf([customer]));
  answer('get', '/customers/:id', () => customer);
  answer('get', '/tickets', () => pageOf([]));
  const one = anInteraction();
  interactionPage(() => one);
  const sent: CreateInteraction[] = [];
  answer<Interaction, CreateInteraction>('post', '/interactions', ({ body }) => {
    sent.push(body);
    return one;
  });
  const { user, address } = await openAt('/customer-care/interactions/create');
  await user.type(await screen.findByLabelText('Summary'), 'Short');
  await user.click(screen.getByRole('button', { name: 'Save, still running' }));
  expect(screen.getByText('At least 10 characters')).toBeVisible();
  expect(screen.getByRole('alert')).toHaveTextContent('Choose a customer');
  await user.click(await screen.findByRole('button', { name: /Ife Adebayo/ }));
  // Only an id is in the address, and what was typed stays.
  await waitFor(() => expect(address()).toBe(`/customer-care/interactions/create?customer_id=${customer.id}`));
  await user.type(screen.getByLabelText('Summary'), ' of breath since Monday');
  await user.click(screen.getByRole('button', { name: 'Save, still running' }));
  expect(await screen.findByRole('heading', { name: 'Call with Ife Adebayo' })).toBeVisible();
  expect(sent).toEqual([
    {
      customer_id: customer.id,
      channel: 'call',
      direction: 'inbound',
      summary: 'Short of breath since Monday',
      started_at: expect.stringMatching(/Z$/),
    },
  ]);
});

test('an_outbound_call_without_answer_is_not_offered_as_still_running', async () => {
  signedInAs('agent');
  answer('get', '/customers', () => pageOf([]));
  const { user } = await openAt('/customer-care/interactions/create');
  await user.selectOptions(await screen.findByLabelText('Direction'), 'outbound');
  expect(screen.getByRole('button', { name: 'Save, still running' })).toBeVisible();
  await user.click(screen.getByRole('switch', { name: /^No answer/ }));
  expect(screen.queryByRole('button', { name: 'Save, still running' })).not.toBeInTheDocument();
});

test('a running interaction is written up and ended on one screen, then corrected in place', async () => {
  signedInAs('agent');
  let one = anInteraction();
  interactionPage(() => one);
  const sent: unknown[] = [];
  answer<Interaction, object>('patch', '/interactions/:id', ({ body }) => {
    sent.push(body);
    one = { ...one, ...body, version: one.version + 1 };
    return one;
  });
  answer<Interaction, EndInteraction>('post', '/interactions/:id/end', ({ body }) => {
    sent.push(body);
    one = {
      ...one,
      ...body,
      status: 'resolved',
      ended_at: one.started_at,
      duration_seconds: 75,
      allowed: ['edit_interaction'],
    };
    return one;
  });
  const { user } = await openAt(`/customer-care/interactions/${one.id}`);
  await user.click(await screen.findByRole('button', { name: 'End interaction' }));
  expect(screen.getByText('At least 10 characters')).toBeVisible();
  await user.type(screen.getByLabelText('Transcript'), 'P: It hurts.');
  await user.type(screen.getByLabelText('Summary'), 'Pain in the chest');
  await user.click(screen.getByRole('button', { name: 'End interaction' }));
  expect(await screen.findByText('1 min 15 s')).toBeVisible();
  // The words go first, over the version they were begun on; ending says nothing of its own that could overwrite.
  expect(sent).toEqual([{ summary: 'Pain in the chest', transcript: 'P: It hurts.' }, {}]);
  await user.click(screen.getByRole('button', { name: 'Edit the summary' }));
  await user.type(screen.getByRole('textbox', { name: 'Edit the summary' }), ', since Monday');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Pain in the chest, since Monday')).toBeVisible();
});

/** An interaction that is saved over its version, and `meanwhile` says what a colleague wrote. */
function changedByTwo(begun: Interaction) {
  let one = begun;
  const sent: object[] = [];
  interactionPage(() => one);
  answer<Interaction, object>('patch', '/interactions/:id', ({ body, headers }) => {
    if (headers.get('If-Match') !== tagOf(one.version)) return refuse(412, 'stale');
    sent.push(body);
    one = { ...one, ...body, version: one.version + 1 };
    return one;
  });
  const meanwhile = (summary: string) => {
    one = { ...one, summary, version: one.version + 1 };
  };
  return { sent, meanwhile };
}

test('words that a colleague wrote meanwhile are shown beside mine, and nothing is overwritten unasked', async () => {
  signedInAs('agent');
  const one = anInteraction({ version: 1, summary: 'Pain in the arm' });
  const { sent, meanwhile } = changedByTwo(one);
  const { user } = await openAt(`/customer-care/interactions/${one.id}`);
  const summary = await screen.findByLabelText('Summary');
  await user.type(summary, ', left');
  meanwhile('Pain in the arm, right');
  await user.click(screen.getByRole('button', { name: 'Save, still running' }));
  const dialog = await screen.findByRole('dialog', { name: 'Somebody else changed the same thing' });
  expect(within(dialog).getByRole('row', { name: /Summary/ })).toHaveTextContent(
    'Pain in the arm, rightPain in the arm, left',
  );
  expect(sent).toEqual([]);
  await user.click(within(dialog).getByRole('button', { name: 'Save mine' }));
  await waitFor(() => expect(sent).toEqual([{ summary: 'Pain in the arm, left' }]));
  await waitFor(() => expect(summary).toHaveValue('Pain in the arm, left'));
});

test('a correction in place meets what a colleague wrote since it was begun', async () => {
  signedInAs('agent');
  const one = anInteraction({
    version: 1,
    summary: 'Pain in the chest',
    status: 'resolved',
    ended_at: '2026-11-22T09:00:00Z',
    duration_seconds: 75,
    allowed: ['edit_interaction'],
  });
  const { sent, meanwhile } = changedByTwo(one);
  const { user } = await openAt(`/customer-care/interactions/${one.id}`);
  await user.click(await screen.findByRole('button', { name: 'Edit the summary' }));
  await user.type(screen.getByRole('textbox', { name: 'Edit the summary' }), ' at night');
  meanwhile('Pain in the chest, on the stairs');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  const dialog = await screen.findByRole('dialog', { name: 'Somebody else changed the same thing' });
  expect(dialog).toHaveTextContent('Pain in the chest, on the stairs');
  await user.click(within(dialog).getByRole('button', { name: 'Keep theirs' }));
  expect(await screen.findByText('Pain in the chest, on the stairs')).toBeVisible();
  expect(sent).toEqual([]);
});

test('the list is filtered by its address, and my running calls are on every page', async () => {
  signedInAs('agent');
  const one = anInteraction();
  answer('get', '/interactions', ({ url }) => pageOf(url.searchParams.get('channel') ? [] : [one]));
  answer('get', '/staff', () => pageOf([]));
  const { user } = await openAt('/customer-care/interactions?channel=chat');
  expect(await screen.findByText('No interaction fits these filters')).toBeVisible();
  const bar = await screen.findByRole('navigation', { name: '1 running interaction of yours' });
  expect(within(bar).getByRole('link')).toHaveTextContent('Call with Ife Adebayo');
  await user.click(screen.getAllByRole('button', { name: 'Clear all filters' })[0] as HTMLElement);
  expect(await screen.findByRole('table', { name: 'Interactions' })).toBeVisible();
});

test('the notes of an interaction are written and shown', async () => {
  signedInAs('agent');
  const one = anInteraction();
  interactionPage(() => one);
  const notes: object[] = [];
  answer('get', '/interactions/:id/notes', () => pageOf(notes) as never);
  answer<object, { body: string }>('post', '/interactions/:id/notes', ({ body }) => {
    const note = {
      id: ADA.id,
      source: { type: 'interaction', id: one.id },
      author: ADA,
      body: body.body,
      created_at: one.created_at,
      edited_at: null,
      redacted: false,
      version: 1,
      allowed: [],
    };
    notes.push(note);
    return note;
  });
  const { user } = await openAt(`/customer-care/interactions/${one.id}`);
  await user.type(await screen.findByLabelText('Internal note'), 'She sounded breathless');
  await user.click(screen.getByRole('button', { name: 'Add note' }));
  expect(await screen.findByText('She sounded breathless', { selector: 'li div' })).toBeVisible();
});

test('what is typed while a running interaction is saved stays', async () => {
  signedInAs('agent');
  let one = anInteraction();
  interactionPage(() => one);
  let arrive: () => void = () => undefined;
  answer<Interaction, object>('patch', '/interactions/:id', async ({ body }) => {
    await new Promise<void>((done) => {
      arrive = done;
    });
    one = { ...one, ...body, version: one.version + 1 };
    return one;
  });
  const { user } = await openAt(`/customer-care/interactions/${one.id}`);
  const box = await screen.findByLabelText('Summary');
  await user.type(box, 'Pain in the chest');
  await user.click(screen.getByRole('button', { name: 'Save, still running' }));
  await user.type(box, ', since Monday');
  arrive();
  await screen.findByRole('group', { name: 'Saved' });
  expect(box).toHaveValue('Pain in the chest, since Monday');
});

test('ending_an_outbound_call_asks_whether_it_reached_the_customer', async () => {
  signedInAs('agent');
  let one = anInteraction({ direction: 'outbound' });
  interactionPage(() => one);
  const sent: unknown[] = [];
  answer<Interaction, EndInteraction>('post', '/interactions/:id/end', ({ body }) => {
    sent.push(body);
    one = { ...one, ...body, status: 'resolved', ended_at: one.started_at, allowed: ['edit_interaction'] };
    return one;
  });
  answer<Interaction, object>('patch', '/interactions/:id', ({ body }) => {
    sent.push(body);
    one = { ...one, ...body, version: one.version + 1 };
    return one;
  });
  const { user } = await openAt(`/customer-care/interactions/${one.id}`);
  expect(await screen.findByText('Did you reach them?')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Reached: end' })).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'No answer: end' }));
  await screen.findByRole('group', { name: 'Ended' });
  expect(sent).toEqual([{ summary: 'Nobody answered.', no_answer: true }]);
  expect(await screen.findByText('No answer')).toBeVisible();
  // It can be put right.
  await user.click(screen.getByRole('button', { name: 'More actions' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Correct the times' }));
  await user.click(await screen.findByRole('switch', { name: /^No answer/ }));
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(sent.at(-1)).toEqual({ no_answer: false }));
});

test('texts_of_an_interaction_are_redacted_with_a_reason_by_whoever_may', async () => {
  signedInAs('admin');
  const one = anInteraction({
    summary: 'Her sister answered.',
    status: 'resolved',
    ended_at: '2026-11-22T09:00:00Z',
    allowed: ['redact'],
  });
  interactionPage(() => one);
  const sent: unknown[] = [];
  answer<Interaction, RedactInteraction>('post', '/interactions/:id/redact', ({ body }) => {
    sent.push(body);
    return one;
  });
  const { user } = await openAt(`/customer-care/interactions/${one.id}`);
  await user.click(await screen.findByRole('button', { name: 'More actions' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Redact…' }));
  const asked = within(await screen.findByRole('dialog', { name: 'Redact' }));
  expect(asked.getByText(/Nobody can bring them back/)).toBeVisible();
  // Only what holds text is offered.
  expect(asked.queryByRole('checkbox', { name: 'Transcript' })).not.toBeInTheDocument();
  await user.type(asked.getByRole('textbox', { name: /Reason/ }), 'It names her sister.');
  await user.click(asked.getByRole('button', { name: 'Redact' }));
  expect(asked.getByText('Choose at least one')).toBeVisible();
  await user.click(asked.getByRole('checkbox', { name: 'Summary' }));
  await user.click(asked.getByRole('button', { name: 'Redact' }));
  expect(await screen.findByRole('group', { name: 'Redacted' })).toBeVisible();
  expect(sent).toEqual([{ fields: ['summary'], reason: 'It names her sister.' }]);
});
