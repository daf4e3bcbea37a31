import type { QueryClient } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { openAt, signedInAs, wide } from '@/test/app';
import { aCustomer, anInteraction, aProfile, aTicket, customerPage, pageOf, ticketPage } from '@/test/records';
import { answer, server } from '@/test/server';

// Each reading again is an entry in the read log.

const asked: string[] = [];
server.events.on('request:start', ({ request }) => {
  asked.push(`${request.method} ${request.url}`);
});

const shown = (visibilityState: 'hidden' | 'visible') => {
  Object.defineProperty(document, 'visibilityState', { value: visibilityState, configurable: true });
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
};

afterEach(() => {
  vi.useRealTimers();
  shown('visible');
});

/** What is asked for while so many seconds pass. */
async function during(seconds: number, queryClient: QueryClient): Promise<string[]> {
  asked.length = 0;
  await vi.advanceTimersByTimeAsync(seconds * 1000);
  do await new Promise((resolve) => setTimeout(resolve, 300));
  while (queryClient.isFetching() > 0);
  return [...asked].sort();
}

const ticket = aTicket();
const call = anInteraction();
const customer = aCustomer();

const PAGES: [string, string, () => void][] = [
  [
    'a ticket',
    `/customer-care/tickets/${ticket.number}`,
    () => {
      wide(90);
      ticketPage(ticket);
    },
  ],
  [
    'a running call',
    `/customer-care/interactions/${call.id}`,
    () => {
      answer('get', '/interactions/:id', () => call);
      for (const part of ['timeline', 'notes', 'escalations'])
        answer('get', `/interactions/:id/${part}`, () => pageOf([]));
      answer('get', '/customers/:id', () => customer);
    },
  ],
  [
    'a customer',
    `/customer-care/customers/${customer.id}`,
    () => {
      customerPage(() => customer);
      answer('get', '/customers/:id/profile', () => aProfile(customer));
    },
  ],
];

test.each(PAGES)(
  'the page of %s asks again for each thing once, and for nothing while its tab is hidden',
  async (_, address, lay) => {
    signedInAs('agent');
    answer('get', '/staff', () => pageOf([]));
    lay();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { queryClient } = await openAt(address);
    await screen.findByRole('heading', { level: 1 });
    // What is fetched after the first sight of a page has arrived too.
    for (let quiet = 0; quiet < 4; quiet += 1) if ((await during(0, queryClient)).length > 0) quiet = 0;
    shown('hidden');
    expect(await during(60, queryClient)).toEqual([]);
    shown('visible');
    const all = [await during(15, queryClient), await during(15, queryClient)];
    for (const once of all) expect(once).toEqual([...new Set(once)]);
    expect(all.flat().length).toBeGreaterThan(3);
  },
);
