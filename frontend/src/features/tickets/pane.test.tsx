import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { CreateMessage, SetTicketStatus } from '@/api/generated/types.gen';
import { openAt, signedInAs, wide } from '@/test/app';
import { aCustomer, aMessage, aTicket, pageOf, queueOf } from '@/test/records';
import { answer } from '@/test/server';

const first = aTicket({ subject: 'The first one', number: 'TKT-FFFFFFF1' });
const second = aTicket({ subject: 'The second one', number: 'TKT-SSSSSSS2' });

function deskOfTwo() {
  const asked = queueOf([first, second]);
  answer('get', '/tickets/:id', ({ params }) =>
    [first.id, first.number].includes(String(params.id)) ? first : second,
  );
  for (const part of ['messages', 'timeline', 'escalations']) answer('get', `/tickets/:id/${part}`, () => pageOf([]));
  answer('get', '/customers/:id', () => aCustomer());
  return asked;
}

test('a wide window shows the list beside the ticket, and J and Enter go on through it', async () => {
  wide(90);
  signedInAs('agent');
  const asked = deskOfTwo();
  const { user, address } = await openAt('/customer-care/tickets?status=open&priority=high');
  await user.click(await screen.findByRole('link', { name: 'The first one' }));
  const pane = await screen.findByRole('navigation', { name: 'Ticket queue' });
  expect(await within(pane).findByRole('link', { name: 'The first one' })).toHaveAttribute('aria-current', 'page');
  expect(asked.at(-1)?.searchParams.get('priority')).toBe('high');
  await user.click(screen.getByRole('heading', { level: 1 }));
  await user.keyboard('j');
  expect(within(pane).getByRole('link', { name: 'The second one' })).toHaveFocus();
  await user.keyboard('{Enter}');
  expect(await screen.findByRole('heading', { name: 'The second one' })).toBeVisible();
  expect(address()).toBe('/customer-care/tickets/TKT-SSSSSSS2');
});

test('one key replies, resolves and goes on to the next; the status can be taken back', async () => {
  signedInAs('agent');
  deskOfTwo();
  const sent: unknown[] = [];
  answer<object, CreateMessage>('post', '/tickets/:id/messages', ({ body }) => {
    sent.push(body);
    return aMessage({ body: body.body });
  });
  answer<object, SetTicketStatus>('post', '/tickets/:id/status', ({ body }) => {
    sent.push(body);
    return first;
  });
  const { user } = await openAt('/customer-care/tickets?status=open');
  await user.click(await screen.findByRole('link', { name: 'The first one' }));
  await user.type(await screen.findByRole('textbox', { name: 'Reply to the customer' }), 'It is on its way');
  await user.keyboard('{Control>}{Shift>}{Enter}{/Shift}{/Control}');
  expect(await screen.findByRole('heading', { name: 'The second one' })).toBeVisible();
  expect(sent).toEqual([{ kind: 'reply', body: 'It is on its way', status: 'resolved' }]);
  expect(screen.getByRole('textbox', { name: 'Reply to the customer' })).toHaveValue('');
  const notice = screen.getByRole('group', { name: 'Sent.' });
  await user.click(within(notice).getByRole('button', { name: 'Undo resolving' }));
  await waitFor(() => expect(sent.at(-1)).toEqual({ status: 'open', undo: true }));
});

test('the same key leaves the ticket as the choice beside it says', async () => {
  signedInAs('agent');
  deskOfTwo();
  const sent: CreateMessage[] = [];
  answer<object, CreateMessage>('post', '/tickets/:id/messages', ({ body }) => {
    sent.push(body);
    return aMessage({ body: body.body });
  });
  const { user } = await openAt('/customer-care/tickets?status=open');
  await user.click(await screen.findByRole('link', { name: 'The first one' }));
  await user.selectOptions(await screen.findByLabelText('Then the ticket is'), 'Pending');
  await user.type(screen.getByRole('textbox', { name: 'Reply to the customer' }), 'Which card was it?');
  expect(screen.getByRole('button', { name: 'Send, pending & next' })).toBeVisible();
  await user.keyboard('{Control>}{Shift>}{Enter}{/Shift}{/Control}');
  expect(await screen.findByRole('heading', { name: 'The second one' })).toBeVisible();
  expect(sent).toEqual([{ kind: 'reply', body: 'Which card was it?', status: 'pending' }]);
});

test('the list beside a ticket stays, with its mark, when the ticket is escalated and when it leaves the list', async () => {
  wide(90);
  signedInAs('agent');
  deskOfTwo();
  const { queryClient } = await openAt(`/customer-care/tickets/${first.number}`);
  const pane = await screen.findByRole('navigation', { name: 'Ticket queue' });
  const marked = () => within(pane).getByRole('link', { current: 'page' });
  await within(pane).findByRole('link', { name: 'The second one' });
  const asked = queueOf([second]);
  const escalated = {
    ...first,
    status: 'escalated' as const,
    waiting_since: null,
    allowed: first.allowed.filter((each) => each !== 'set_status'),
  };
  answer('get', '/tickets/:id', () => escalated);
  await queryClient.invalidateQueries();
  await waitFor(() => expect(marked()).toHaveTextContent('The first one'));
  await waitFor(() => expect(within(pane).getByText('Escalated')).toBeVisible());
  expect(new Set(asked.map(({ searchParams }) => searchParams.get('assignee')))).toEqual(new Set(['me']));
  expect(within(pane).getAllByRole('link')).toHaveLength(2);
  expect(within(pane).queryByRole('button')).not.toBeInTheDocument();
});

test('what others add beside a ticket waits to be asked for, unless nothing was there', async () => {
  wide(90);
  signedInAs('agent');
  deskOfTwo();
  queueOf([]);
  const { user, queryClient } = await openAt(`/customer-care/tickets/${first.number}`);
  const pane = await screen.findByRole('navigation', { name: 'Ticket queue' });
  expect(await within(pane).findByText('No ticket fits these filters')).toBeVisible();
  queueOf([second]);
  await queryClient.invalidateQueries();
  expect(await within(pane).findByRole('link', { name: 'The second one' })).toBeVisible();
  queueOf([aTicket({ subject: 'The third one' }), second]);
  await queryClient.invalidateQueries();
  await user.click(await within(pane).findByRole('button', { name: /1 new or moved row/ }));
  expect(within(pane).getAllByRole('link')[0]).toHaveTextContent('The third one');
  queueOf([second]);
  await queryClient.invalidateQueries();
  expect(await within(pane).findByText('No longer here')).toBeVisible();
});
