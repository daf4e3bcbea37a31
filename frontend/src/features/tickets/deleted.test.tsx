import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { tagOf } from '@/api/merge';
import { openAt, signedInAs } from '@/test/app';
import { aTicket, pageOf, queueOf, ticketPage } from '@/test/records';
import { answer } from '@/test/server';

const ADA = '0192f3c4-7a1b-7c2d-8e3f-405162738495';

test('an administrator deletes a ticket, sees that it is hidden, and brings it back', async () => {
  signedInAs('admin');
  const live = aTicket({ allowed: ['delete_ticket'] });
  let now = live;
  ticketPage(live);
  answer('get', '/tickets/:id', () => now);
  answer('get', '/staff/:id', ({ params }) => ({ id: params.id, name: 'Ada Obi', role: 'admin', allowed: [] }));
  answer('delete', '/tickets/:id', ({ headers }) => {
    expect(headers.get('If-Match')).toBe(tagOf(live.version));
    now = { ...live, deleted_at: '2026-11-22T10:00:00Z', deleted_by: ADA, allowed: ['restore_ticket'], version: 2 };
    return new HttpResponse(null, { status: 204 });
  });
  answer('post', '/tickets/:id/restore', () => {
    now = { ...live, version: 3 };
    return now;
  });
  const { user } = await openAt('/customer-care/tickets/TKT-AX2ADA4N');
  await user.click(await screen.findByRole('button', { name: 'More actions' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Delete ticket' }));
  const asked = within(await screen.findByRole('dialog', { name: 'Delete ticket' }));
  expect(screen.queryByRole('group', { name: 'Deleted' })).not.toBeInTheDocument();
  await user.click(asked.getByRole('button', { name: 'Delete ticket' }));
  const notice = await screen.findByRole('group', { name: 'Deleted' });
  expect(await within(notice).findByText(/Deleted by Ada Obi/)).toBeVisible();
  await user.click(await screen.findByRole('button', { name: 'Restore ticket' }));
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Restore ticket' })).not.toBeInTheDocument());
  expect(await screen.findByRole('group', { name: 'Restored' })).toBeVisible();
});

test('what is deleted is a list for administrators alone, and a row of it is restored by its menu', async () => {
  signedInAs('admin');
  const asked = queueOf([]);
  const gone = aTicket({ subject: 'Entered twice', deleted_at: '2026-11-22T10:00:00Z', allowed: ['restore_ticket'] });
  answer('get', '/tickets', ({ url }) => {
    asked.push(url);
    return pageOf(url.searchParams.get('deleted') === 'true' ? [gone] : []);
  });
  const restored: unknown[] = [];
  answer('post', '/tickets/:id/restore', ({ params }) => {
    restored.push(params.id);
    return gone;
  });
  const { user, address, unmount } = await openAt('/customer-care/tickets');
  const views = await screen.findByRole('navigation', { name: 'Lists' });
  await user.click(within(views).getByRole('link', { name: 'Deleted' }));
  await waitFor(() => expect(address()).toBe('/customer-care/tickets?deleted=true'));
  await user.click(await screen.findByRole('button', { name: 'Actions for Entered twice' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Restore ticket' }));
  await waitFor(() => expect(restored).toEqual([gone.id]));
  unmount();
  signedInAs('agent');
  await openAt('/customer-care/tickets');
  await screen.findByText('No tickets yet');
  expect(screen.queryByRole('link', { name: 'Deleted' })).not.toBeInTheDocument();
});

test('texts_of_a_ticket_are_redacted_with_a_reason_also_of_a_deleted_one', async () => {
  signedInAs('admin');
  const gone = aTicket({ deleted_at: '2026-11-22T10:00:00Z', deleted_by: ADA, allowed: ['restore_ticket', 'redact'] });
  ticketPage(gone);
  answer('get', '/staff/:id', ({ params }) => ({ id: params.id, name: 'Ada Obi', role: 'admin', allowed: [] }));
  const sent: unknown[] = [];
  answer('post', '/tickets/:id/redact', ({ body }) => {
    sent.push(body);
    return gone;
  });
  const { user } = await openAt('/customer-care/tickets/TKT-AX2ADA4N');
  await user.click(await screen.findByRole('button', { name: 'More actions' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Redact…' }));
  const asked = within(await screen.findByRole('dialog', { name: 'Redact' }));
  await user.click(asked.getByRole('checkbox', { name: 'Subject' }));
  await user.click(asked.getByRole('checkbox', { name: 'Notes that came with an assignment' }));
  await user.type(asked.getByRole('textbox', { name: /Reason/ }), 'It names her sister.');
  await user.click(asked.getByRole('button', { name: 'Redact' }));
  await waitFor(() => expect(sent).toEqual([{ fields: ['subject', 'note'], reason: 'It names her sister.' }]));
});
