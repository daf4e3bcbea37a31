import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { SearchEverything } from '@/api/generated/types.gen';
import { openAt, signedInAs } from '@/test/app';
import { aCustomer, anInteraction, aTicket, ticketPage } from '@/test/records';
import { answer } from '@/test/server';

test('one search finds tickets, customers and interactions from any page, beside the commands', async () => {
  signedInAs('agent');
  const asked: string[] = [];
  const late = aCustomer({ deceased: true });
  answer<object, SearchEverything>('post', '/search', ({ body }) => {
    asked.push(body.query);
    return {
      data: [
        { kind: 'ticket', ticket: aTicket({ subject: 'Refund is late' }) },
        { kind: 'customer', customer: late },
        { kind: 'interaction', interaction: anInteraction({ summary: 'Asked about the refund' }) },
      ],
      capped: false,
    };
  });
  const { user, address } = await openAt('/customer-care/preferences');
  await screen.findByRole('heading', { name: 'My settings', level: 1 });
  await user.click(screen.getByRole('button', { name: /Search or run/ }));
  const box = await screen.findByPlaceholderText(/Find a patient/);
  await user.type(box, 'ad');
  // Two letters fit half the desk, and every search is entered in the read log: nothing is asked, however long they stand.
  await new Promise((later) => setTimeout(later, 600));
  expect(asked).toEqual([]);
  await user.type(box, 'eb');
  expect(await screen.findByText('Refund is late')).toBeVisible();
  await waitFor(() => expect(asked.at(-1)).toBe('adeb'));
  expect(screen.getByText('TKT-AX2ADA4N · Ife Adebayo · Open')).toBeVisible();
  expect(screen.getByText(/Asked about the refund/)).toBeVisible();
  expect(screen.getByText(/^Deceased · /)).toBeVisible();
  // Enter means the best of them, though it came after the words were typed.
  ticketPage(aTicket());
  await user.keyboard('{Enter}');
  await waitFor(() => expect(address()).toBe('/customer-care/tickets/TKT-AX2ADA4N'));
});

test('a number leads to its ticket without a search that could miss it', async () => {
  signedInAs('agent');
  answer('post', '/search', () => ({ data: [], capped: false }));
  const { user, address } = await openAt('/customer-care/preferences');
  await screen.findByRole('heading', { name: 'My settings', level: 1 });
  await user.click(screen.getByRole('button', { name: /Search or run/ }));
  await user.type(await screen.findByPlaceholderText(/Find a patient/), 'tkt-ax2ada4n');
  ticketPage(aTicket());
  await user.click(await screen.findByText('Open ticket TKT-AX2ADA4N'));
  await waitFor(() => expect(address()).toBe('/customer-care/tickets/TKT-AX2ADA4N'));
});

test('an auditor, who may not read patients, searches for none', async () => {
  signedInAs('auditor');
  let asked = 0;
  answer('post', '/search', () => {
    asked += 1;
    return { data: [], capped: false };
  });
  const { user } = await openAt('/customer-care/preferences');
  await screen.findByRole('heading', { name: 'My settings', level: 1 });
  await user.click(screen.getByRole('button', { name: /Search or run/ }));
  await user.type(await screen.findByPlaceholderText(/Find a patient/), 'tkt-ax2ada4n');
  expect(await screen.findByText('No command by that name')).toBeVisible();
  // Longer than the palette waits before it asks.
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(screen.queryByText('Open ticket TKT-AX2ADA4N')).not.toBeInTheDocument();
  expect(asked).toBe(0);
});
