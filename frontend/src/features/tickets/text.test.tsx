import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Ticket, UpdateTicket } from '@/api/generated/types.gen';
import { tagOf } from '@/api/merge';
import { openAt, signedInAs } from '@/test/app';
import { aTicket, queueOf, ticketPage } from '@/test/records';
import { answer, refuse } from '@/test/server';

const AT = '/customer-care/tickets/TKT-AX2ADA4N';

/** A ticket that others may change while a test looks on. */
function editable(begin: Ticket) {
  const desk = { now: begin, patches: [] as UpdateTicket[] };
  ticketPage(begin);
  answer('get', '/tickets/:id', () => desk.now);
  answer<object, UpdateTicket>('patch', '/tickets/:id', ({ body, headers }) => {
    if (headers.get('If-Match') !== tagOf(desk.now.version)) return refuse(412, 'stale');
    desk.patches.push(body);
    desk.now = { ...desk.now, ...body, version: desk.now.version + 1 };
    return desk.now;
  });
  return desk;
}

test('the subject is edited where it stands, by its rules, and can be put back', async () => {
  signedInAs('agent');
  const desk = editable(aTicket());
  const { user } = await openAt(AT);
  await user.click(await screen.findByRole('button', { name: 'Edit the subject' }));
  const box = screen.getByRole('textbox', { name: 'Subject' });
  expect(box).toHaveFocus();
  await user.clear(box);
  await user.type(box, 'Hm{Enter}');
  expect(box).toBeInvalid();
  expect(desk.patches).toEqual([]);
  await user.clear(box);
  await user.type(box, 'Charged three times{Enter}');
  expect(await screen.findByRole('heading', { name: 'Charged three times', level: 1 })).toBeVisible();
  await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Subject' })).not.toBeInTheDocument());
  const notice = await screen.findByRole('group', { name: 'Subject changed' });
  await user.click(within(notice).getByRole('button', { name: 'Undo' }));
  expect(await screen.findByRole('heading', { name: 'Charged twice in March', level: 1 })).toBeVisible();
  expect(desk.patches).toEqual([{ subject: 'Charged three times' }, { subject: 'Charged twice in March' }]);
});

test('a description half written is kept, marked in the list, and does not overwrite a colleague', async () => {
  signedInAs('agent');
  const desk = editable(aTicket());
  const first = await openAt(AT);
  await first.user.click(await screen.findByRole('button', { name: 'Edit the description' }));
  await first.user.type(screen.getByRole('textbox', { name: 'Description' }), ' And in April.');
  first.unmount();
  queueOf([desk.now]);
  const list = await openAt('/customer-care/tickets');
  expect(within(await screen.findByRole('row', { name: /Charged twice/ })).getByText('Draft')).toBeVisible();
  list.unmount();

  const theirs = 'A colleague has written something else.';
  desk.now = { ...desk.now, description: theirs, priority: 'low', version: 7 };
  const { user } = await openAt(AT);
  const box = await screen.findByRole('textbox', { name: 'Description' });
  expect(box).toHaveValue('The card was charged twice for the appointment on 3 March. And in April.');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  const dialog = await screen.findByRole('dialog', { name: 'Somebody else changed the same thing' });
  expect(dialog).toHaveTextContent(theirs);
  await user.click(within(dialog).getByRole('button', { name: 'Go on editing' }));
  expect(box).toHaveValue('The card was charged twice for the appointment on 3 March. And in April.');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await user.click(await screen.findByRole('button', { name: 'Save mine' }));
  await waitFor(() => expect(desk.now.description).toContain('And in April.'));
  expect(desk.now.priority).toBe('low');
  await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Description' })).not.toBeInTheDocument());
});

test('leaving an edit throws it away only until one thinks again, and a refusal stands beside the words', async () => {
  signedInAs('agent');
  editable(aTicket());
  const { user } = await openAt(AT, 'fr');
  await user.click(await screen.findByRole('button', { name: 'Modifier l’objet' }));
  await user.type(screen.getByRole('textbox', { name: 'Objet' }), ' et en avril');
  await user.keyboard('{Escape}');
  const notice = await screen.findByRole('group', { name: 'Brouillon jeté' });
  await user.click(within(notice).getByRole('button', { name: 'Annuler l’action' }));
  const box = await screen.findByRole('textbox', { name: 'Objet' });
  expect(box).toHaveValue('Charged twice in March et en avril');
  const fault = { pointer: '#/subject', code: 'text', detail: 'says nothing' };
  answer('patch', '/tickets/:id', () => refuse(422, 'invalid', { errors: [fault] }));
  await user.click(screen.getByRole('button', { name: 'Enregistrer' }));
  expect(await screen.findByText('says nothing')).toBeVisible();
  expect(screen.getByRole('textbox', { name: 'Objet' })).toHaveValue('Charged twice in March et en avril');
});

test('who may not edit a ticket is not offered to', async () => {
  signedInAs('doctor');
  ticketPage(aTicket({ allowed: [] }));
  await openAt(AT);
  await screen.findByRole('heading', { name: 'Charged twice in March', level: 1 });
  expect(screen.queryByRole('button', { name: 'Edit the subject' })).not.toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Edit the description' })).not.toBeInTheDocument();
});

test('a subject is saved while something else is on its way, and what is typed behind it is the next change', async () => {
  signedInAs('agent');
  const desk = editable(aTicket());
  let arrive: () => void = () => undefined;
  answer<Ticket, UpdateTicket>('patch', '/tickets/:id', async ({ body }) => {
    if (body.priority) return new Promise<never>(() => undefined);
    desk.patches.push(body);
    await new Promise<void>((done) => {
      arrive = done;
    });
    desk.now = { ...desk.now, ...body, version: desk.now.version + 1 };
    return desk.now;
  });
  const { user } = await openAt(AT);
  await user.selectOptions(await screen.findByLabelText('Priority'), 'Low');
  await user.click(screen.getByRole('button', { name: 'Edit the subject' }));
  const box = screen.getByRole('textbox', { name: 'Subject' });
  await user.type(box, ' twice{Enter}');
  await waitFor(() => expect(desk.patches).toEqual([{ subject: 'Charged twice in March twice' }]));
  await user.type(box, ' over');
  arrive();
  await screen.findByRole('group', { name: 'Subject changed' });
  expect(box).toHaveValue('Charged twice in March twice over');
  await user.type(box, '{Enter}');
  await waitFor(() => expect(desk.patches).toHaveLength(2));
  arrive();
  await waitFor(() => expect(desk.now.subject).toBe('Charged twice in March twice over'));
  await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Subject' })).not.toBeInTheDocument());
});
