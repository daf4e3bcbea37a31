import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { openAt, signedInAs } from '@/test/app';
import { aTicket, queueOf, ticketPage } from '@/test/records';
import { answer, refuse } from '@/test/server';

const TOLD = /^The desk does not answer: what you see may be out of date/;

test('a page that cannot be read again says that it may be out of date, until it is read', async () => {
  signedInAs('agent');
  queueOf([]);
  const ticket = aTicket({ subject: 'Refund is late' });
  ticketPage(ticket);
  const { queryClient } = await openAt(`/customer-care/tickets/${ticket.number}`);
  await screen.findByRole('heading', { level: 1, name: 'Refund is late' });
  expect(screen.queryByText(TOLD)).not.toBeInTheDocument();
  answer('get', '/tickets/:id', () => refuse(503, 'unavailable'));
  await queryClient.refetchQueries({ queryKey: [{ _id: 'getTicket' }] });
  // It has been given up for now, and not only for as long as it was tried.
  expect(queryClient.isFetching({ queryKey: [{ _id: 'getTicket' }] })).toBe(0);
  await new Promise((wait) => setTimeout(wait, 300));
  expect(screen.getByText(TOLD)).toBeVisible();
  expect(screen.getByRole('heading', { level: 1, name: 'Refund is late' })).toBeVisible();
  answer('get', '/tickets/:id', () => ticket);
  await queryClient.refetchQueries({ queryKey: [{ _id: 'getTicket' }] });
  await waitFor(() => expect(screen.queryByText(TOLD)).not.toBeInTheDocument());
});
