import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { SearchTickets, Ticket } from '@/api/generated/types.gen';
import { openAt, signedInAs, wide } from '@/test/app';
import { aCustomer, aMessage, aTicket, pageOf, queueOf, ticketPage } from '@/test/records';
import { answer, refuse } from '@/test/server';

test('take next ticket opens what the server takes from the queue', async () => {
  signedInAs('agent');
  const urgent = aTicket({ subject: 'Chest pain' });
  ticketPage(urgent);
  queueOf([]);
  answer('post', '/tickets/next', () => urgent);
  const { user } = await openAt('/customer-care/tickets');
  await screen.findByRole('button', { name: 'Take the next ticket' });
  await user.keyboard('t');
  expect(await screen.findByRole('heading', { name: 'Chest pain', level: 1 })).toBeVisible();
});

test('where nothing waits for anybody, that is said', async () => {
  signedInAs('agent');
  queueOf([]);
  answer('post', '/tickets/next', () => refuse(409, 'queue_empty'));
  const { user } = await openAt('/customer-care/tickets');
  await user.click(await screen.findByRole('button', { name: 'Take the next ticket' }));
  expect(await screen.findByRole('group', { name: 'No ticket waits for anybody' })).toBeVisible();
});

const NUMBERS = ['TKT-FFFFFFF1', 'TKT-SSSSSSS2', 'TKT-TTTTTTT3', 'TKT-VVVVVVV4'];

/** A list over two pages, in whatever way it is asked for; `asked` are the cursors. */
function listOfFour() {
  queueOf([]);
  const tickets = NUMBERS.map((number, place) => aTicket({ number, subject: `Number ${place + 1}` }));
  const asked: (string | null | undefined)[] = [];
  const orders: (string | null)[] = [];
  const page = (cursor?: string | null) => {
    asked.push(cursor);
    const rows = cursor ? tickets.slice(2) : tickets.slice(0, 2);
    return { data: rows, page: { next_cursor: cursor ? null : 'page-2', has_more: !cursor } };
  };
  answer('get', '/tickets', ({ url }) => {
    if (url.searchParams.get('limit') === '100') return pageOf([]);
    orders.push(url.searchParams.get('sort'));
    return page(url.searchParams.get('cursor'));
  });
  answer<object, SearchTickets>('post', '/tickets/search', ({ body }) => ({ ...page(body.cursor), capped: false }));
  const one = (key: unknown) => tickets.find(({ id, number }) => id === key || number === key);
  answer('get', '/tickets/:id', ({ params }) => one(params.id) ?? refuse(404, 'not_found'));
  answer('post', '/tickets/:id/status', ({ params }) => ({ ...one(params.id), status: 'resolved' }) as Ticket);
  answer('post', '/tickets/:id/messages', () => aMessage());
  for (const part of ['messages', 'timeline', 'escalations']) answer('get', `/tickets/:id/${part}`, () => pageOf([]));
  answer('get', '/customers/:id', () => aCustomer());
  return { tickets, asked, orders };
}

test.each(['a list', 'a search'])(
  'next in %s is the ticket after this one, page after page, and ends',
  async (where) => {
    signedInAs('agent');
    const { tickets, asked } = listOfFour();
    const { user, address } = await openAt('/customer-care/tickets?status=open');
    if (where === 'a search') await user.type(await screen.findByLabelText('Search tickets'), 'number');
    await waitFor(() => expect(asked.length).toBeGreaterThan(where === 'a search' ? 1 : 0));
    await user.click(await screen.findByRole('link', { name: 'Number 2' }));
    // Somebody else has resolved the one after it.
    Object.assign(tickets[2] as Ticket, { status: 'resolved' });
    const reply = async () => {
      await user.type(await screen.findByRole('textbox', { name: 'Reply to the customer' }), 'It is on its way');
      await user.keyboard('{Control>}{Shift>}{Enter}{/Shift}{/Control}');
    };
    await screen.findByRole('heading', { name: 'Number 2', level: 1 });
    await reply();
    expect(await screen.findByRole('heading', { name: 'Number 4', level: 1 })).toBeVisible();
    expect(asked.at(-1)).toBe('page-2');
    await reply();
    expect(await screen.findByRole('group', { name: 'Resolved. That was the last one of this list.' })).toBeVisible();
    expect(address()).toBe('/customer-care/tickets?status=open');
    expect(await screen.findByLabelText('Search tickets')).toHaveValue(where === 'a search' ? 'number' : '');
  },
);

// Every list was in the order of the queue: an urgent ticket resolved last year stood before a high one that waits.
test.each([
  ['of work', '?status=open', 'queue'],
  ['with what is resolved', '', '-updated_at'],
  ['of what is resolved', '?status=resolved', '-updated_at'],
  ['in an order of its own', '?sort=created_at', 'created_at'],
])('a list %s, the pane beside its tickets and the way to the next one have one order', async (_, view, order) => {
  wide(90);
  signedInAs('agent');
  const { asked, orders } = listOfFour();
  const { user } = await openAt(`/customer-care/tickets${view}`);
  await screen.findByRole('link', { name: 'Number 2' });
  expect(screen.getByLabelText('Order')).toHaveValue(order);
  await user.click(screen.getByRole('link', { name: 'Number 2' }));
  await user.type(await screen.findByRole('textbox', { name: 'Reply to the customer' }), 'It is on its way');
  await user.keyboard('{Control>}{Shift>}{Enter}{/Shift}{/Control}');
  expect(await screen.findByRole('heading', { name: 'Number 3', level: 1 })).toBeVisible();
  expect(asked).toContain('page-2');
  expect(new Set(orders)).toEqual(new Set([order]));
});
