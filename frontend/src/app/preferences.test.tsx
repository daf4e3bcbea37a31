import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { openAt, signedInAs } from '@/test/app';
import { aTicket, ticketPage } from '@/test/records';

test('what comes after resolving is a preference, and the ticket offers that first', async () => {
  signedInAs('agent');
  const { user, unmount } = await openAt('/customer-care/preferences');
  const after = await screen.findByRole('radiogroup', { name: 'After resolving' });
  expect(within(after).getByLabelText('Stay on the ticket')).toBeChecked();
  await user.click(within(after).getByLabelText('Go on to the next one'));
  unmount();
  ticketPage(aTicket());
  await openAt('/customer-care/tickets/TKT-AX2ADA4N');
  expect(await screen.findByRole('button', { name: 'Resolve & next' })).toBeVisible();
});

test('switching the letters off leaves the palette', async () => {
  signedInAs('agent');
  const { user, address } = await openAt('/customer-care/preferences');
  await user.click(await screen.findByLabelText(/Single-letter keys/));
  (document.activeElement as HTMLElement).blur();
  await user.keyboard('gt');
  expect(address()).toBe('/customer-care/preferences');
  await user.keyboard('{Control>}k{/Control}');
  expect(await screen.findByPlaceholderText('Find a patient, ticket or command')).toBeVisible();
});
