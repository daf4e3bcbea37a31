import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { AssignInteraction, Interaction } from '@/api/generated/types.gen';
import { ADA, openAt, signedInAs } from '@/test/app';
import { aCustomer, anInteraction, pageOf } from '@/test/records';
import { answer } from '@/test/server';

const BEN = { id: '01a20471-0151-77f3-8020-b602ce5a0002', name: 'Ben Musa' };
const call = anInteraction();
const chat = anInteraction({ channel: 'chat', customer: { id: ADA.id, name: 'Hamid Rahimi' } });

function listOf(...rows: Interaction[]) {
  answer('get', '/interactions', ({ url }) => pageOf(url.searchParams.has('include_total') ? rows : []));
  answer('get', '/staff', () =>
    pageOf([
      { ...ADA, allowed: [] },
      { ...BEN, role: 'agent', allowed: [] },
    ]),
  );
}

test('at the end of a shift several interactions are handed over together, by keys', async () => {
  signedInAs('agent');
  listOf(call, chat);
  const given: unknown[] = [];
  answer<object, AssignInteraction>('post', '/interactions/:id/assignment', ({ body, params }) => {
    given.push({ id: params.id, ...body });
    return call;
  });
  const { user } = await openAt('/customer-care/interactions');
  await screen.findByRole('link', { name: 'Chat with Hamid Rahimi' });
  await user.keyboard('jxjx');
  expect(screen.getByRole('toolbar', { name: 'With the selected rows' })).toHaveTextContent('2 selected');
  await user.keyboard('a');
  const dialog = within(await screen.findByRole('dialog', { name: 'Hand over' }));
  await user.selectOptions(dialog.getByLabelText('To'), 'Ben Musa');
  await user.type(dialog.getByLabelText(/What they need to know/), 'Both call back after six');
  await user.click(dialog.getByRole('button', { name: 'Hand over' }));
  const note = 'Both call back after six';
  await waitFor(() =>
    expect(given).toEqual([
      { id: call.id, agent_id: BEN.id, note },
      { id: chat.id, agent_id: BEN.id, note },
    ]),
  );
  await waitFor(() => expect(screen.queryByRole('toolbar')).not.toBeInTheDocument());
});

test('the menu of a row has what its interaction allows, and its keys lead to the box they name', async () => {
  signedInAs('agent');
  const mine = anInteraction({ allowed: ['end', 'note', 'read_notes', 'edit_interaction'] });
  listOf(mine, anInteraction({ allowed: [], customer: { id: ADA.id, name: 'Tomasz Nowak' } }));
  answer('get', '/interactions/:id', () => mine);
  answer('get', '/interactions/:id/notes', () => pageOf([]));
  answer('get', '/interactions/:id/timeline', () => pageOf([]));
  answer('get', '/interactions/:id/escalations', () => pageOf([]));
  answer('get', '/customers/:id', () => aCustomer());
  const { user, history } = await openAt('/customer-care/interactions');
  await screen.findByRole('link', { name: 'Call with Ife Adebayo' });
  expect(screen.queryByRole('button', { name: 'Actions for Call with Tomasz Nowak' })).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Actions for Call with Ife Adebayo' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Add note' }));
  await waitFor(() => expect(screen.getByLabelText('Internal note')).toHaveFocus());
  history.back();
  await screen.findByRole('link', { name: 'Call with Ife Adebayo' });
  await user.keyboard('js');
  await waitFor(() => expect(screen.getByLabelText('Summary')).toHaveFocus());
});

test('what is typed and not sent is marked in the list', async () => {
  signedInAs('agent');
  const one = anInteraction();
  answer('get', '/interactions', () => pageOf([one]));
  answer('get', '/staff', () => pageOf([]));
  localStorage.setItem(`caredesk.draft.${ADA.id}.interaction.${one.id}.note`, 'Call back');
  await openAt('/customer-care/interactions');
  expect(await screen.findByText('Draft')).toBeVisible();
});

test('what somebody takes over leaves the unattended at once, and the empty list shows the next one', async () => {
  signedInAs('agent');
  const waiting = anInteraction({ agent: null });
  listOf(waiting);
  answer('post', '/interactions/:id/assignment', () => {
    listOf();
    return { ...waiting, agent: { id: ADA.id, name: ADA.name } };
  });
  const { user, queryClient } = await openAt('/customer-care/interactions?status=active,pending&agent=none');
  await user.click(await screen.findByRole('button', { name: 'Actions for Call with Ife Adebayo' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Take over' }));
  expect(await screen.findByText('No interaction fits these filters')).toBeVisible();
  listOf(chat);
  await queryClient.invalidateQueries();
  expect(await screen.findByRole('link', { name: 'Chat with Hamid Rahimi' })).toBeVisible();
});
