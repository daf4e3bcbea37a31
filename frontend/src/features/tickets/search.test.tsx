import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { SearchTickets } from '@/api/generated/types.gen';
import { openAt, signedInAs } from '@/test/app';
import { aTicket, pageOf, queueOf, ticketPage } from '@/test/records';
import { answer } from '@/test/server';

const refund = aTicket({ subject: 'Refund is late' });

test('tickets are found by words beside the filters, which stay; the words are in no address, and Back brings them again', async () => {
  signedInAs('agent');
  queueOf([aTicket({ subject: 'Something else' })]);
  const asked: SearchTickets[] = [];
  answer<object, SearchTickets>('post', '/tickets/search', ({ body }) => {
    asked.push(body);
    return { ...pageOf([refund]), capped: false };
  });
  const { user, address, history } = await openAt('/customer-care/tickets?status=open');
  await screen.findByRole('link', { name: 'Something else' });
  await user.keyboard('/');
  expect(screen.getByLabelText('Search tickets')).toHaveFocus();
  await user.keyboard('refund adeb 4581');
  expect(await screen.findByRole('link', { name: 'Refund is late' })).toBeVisible();
  await waitFor(() => expect(asked.at(-1)).toEqual({ query: 'refund adeb 4581', status: ['open'], limit: 25 }));
  expect(within(screen.getByRole('main')).getByText('1 match')).toBeVisible();
  // What fits best has no other order, and dates are no part of a search.
  expect(screen.queryByLabelText('Order')).not.toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Opened' })).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Priority' }));
  await user.click(await screen.findByRole('checkbox', { name: 'High' }));
  await waitFor(() => expect(asked.at(-1)).toMatchObject({ query: 'refund adeb 4581', priority: ['high'] }));
  expect(address()).toBe('/customer-care/tickets?status=open&priority=high');
  await user.keyboard('{Escape}');
  ticketPage(refund);
  await user.click(screen.getByRole('link', { name: 'Refund is late' }));
  await screen.findByRole('heading', { name: 'Refund is late', level: 1 });
  history.back();
  await waitFor(() => expect(screen.getByLabelText('Search tickets')).toHaveValue('refund adeb 4581'));
  expect(address()).not.toContain('adeb');
});

test('no ticket by these words is said, and clearing leads back to the queue', async () => {
  signedInAs('agent');
  queueOf([refund]);
  answer('post', '/tickets/search', () => ({ ...pageOf([]), capped: false }));
  const { user } = await openAt('/customer-care/tickets');
  await user.type(await screen.findByLabelText('Search tickets'), 'nothing like it');
  expect(await screen.findByText('Try fewer words, or take a filter away.')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Clear all filters' }));
  expect(await screen.findByRole('link', { name: 'Refund is late' })).toBeVisible();
  expect(screen.getByLabelText('Search tickets')).toHaveValue('');
});
