import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Ticket } from '@/api/generated/types.gen';
import { openAt, signedInAs } from '@/test/app';
import { aTicket, pageOf, queueOf, ticketPage } from '@/test/records';
import { answer, refuse } from '@/test/server';

test('the next ticket is the urgent one that waits longest; one that a colleague was quicker to take is passed over', async () => {
  signedInAs('agent');
  const [gone, urgent] = [aTicket({ subject: 'Gone already' }), aTicket({ subject: 'Chest pain' })];
  ticketPage(urgent);
  queueOf([]);
  const asked: (string | null)[] = [];
  answer('get', '/tickets', ({ url }) => {
    if (url.searchParams.get('assignee') !== 'none') return pageOf<Ticket>([]);
    asked.push(`${url.searchParams.get('priority')} ${url.searchParams.get('sort')}`);
    return pageOf([gone, urgent]);
  });
  answer('post', '/tickets/:id/claim', ({ params }) =>
    params.id === gone.id ? refuse(409, 'conflict', { detail: 'Ben Musa has it.' }) : urgent,
  );
  const { user } = await openAt('/customer-care/tickets');
  await screen.findByRole('button', { name: 'Take the next ticket' });
  await user.keyboard('t');
  expect(await screen.findByRole('heading', { name: 'Chest pain', level: 1 })).toBeVisible();
  expect(asked).toEqual(['urgent waiting_since']);
  expect(screen.queryByText(/Ben Musa has it/)).not.toBeInTheDocument();
});

test('where nothing waits for anybody, that is said', async () => {
  signedInAs('agent');
  queueOf([]);
  const { user } = await openAt('/customer-care/tickets');
  await user.click(await screen.findByRole('button', { name: 'Take the next ticket' }));
  expect(await screen.findByRole('group', { name: 'No ticket waits for anybody' })).toBeVisible();
});
