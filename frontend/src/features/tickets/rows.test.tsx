import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type {
  AssignTicket,
  ChangedTickets,
  ChangeTickets,
  SetTicketStatus,
  Ticket,
  UpdateTicket,
} from '@/api/generated/types.gen';
import { openAt, signedInAs } from '@/test/app';
import { aTicket, pageAt, pageOf, queueOf, ticketPage } from '@/test/records';
import { answer } from '@/test/server';

const refund = aTicket({ subject: 'Refund is late', number: 'TKT-REFUND01' });
const sound = aTicket({ subject: 'No sound', number: 'TKT-SOUND001' });

/** A desk whose tickets change as they are told to. */
function deskOf(...tickets: Ticket[]) {
  const asked: unknown[] = [];
  const all = new Map(tickets.map((ticket) => [ticket.id, ticket]));
  const change = (id: unknown, with_: Partial<Ticket>) => {
    const now = { ...(all.get(String(id)) as Ticket), ...with_ };
    all.set(now.id, { ...now, version: now.version + 1 });
    return all.get(now.id) as Ticket;
  };
  queueOf(tickets);
  answer('get', '/tickets', () => pageOf([...all.values()]));
  answer<Ticket, SetTicketStatus>('post', '/tickets/:id/status', ({ body, params }) => {
    asked.push(body);
    return change(params.id, { status: body.status, allowed: [...refund.allowed, 'undo_status'] });
  });
  answer<Ticket, AssignTicket>('post', '/tickets/:id/assignment', ({ body, params, headers }) => {
    asked.push({ ...body, over: headers.get('If-Match') !== null });
    return change(params.id, { assignee: body.assignee_id ? { id: body.assignee_id, name: 'Ada Obi' } : null });
  });
  answer<ChangedTickets, ChangeTickets>('post', '/tickets/bulk', ({ body: { ids, priority } }) => {
    asked.push({ ids: ids.length, priority });
    return { data: ids.map((id) => ({ id, status: 200, ticket: change(id, { priority }), problem: null })) };
  });
  answer<Ticket, UpdateTicket>('patch', '/tickets/:id', ({ body, params }) => {
    asked.push(body);
    return change(params.id, body);
  });
  return { asked, all };
}

const row = (name: RegExp) => screen.getByRole('row', { name });

test('the menu of a row has what its ticket allows, and each change can be undone', async () => {
  signedInAs('agent');
  const { asked } = deskOf(refund, aTicket({ subject: 'Not mine to touch', allowed: [] }));
  const { user } = await openAt('/customer-care/tickets');
  await user.click(await screen.findByRole('button', { name: 'Actions for Refund is late' }));
  expect(screen.queryByRole('button', { name: 'Actions for Not mine to touch' })).not.toBeInTheDocument();
  await user.click(await screen.findByRole('menuitem', { name: 'Resolve ticket' }));
  expect(await within(row(/Refund/)).findByText('Resolved')).toBeVisible();
  const notice = await screen.findByRole('group', { name: 'Status is now resolved' });
  await user.click(within(notice).getByRole('button', { name: 'Undo' }));
  expect(await within(row(/Refund/)).findByText('Open')).toBeVisible();
  expect(asked).toEqual([{ status: 'resolved' }, { status: 'open', undo: true }]);
});

test('the keys mean the row under the cursor: status, undo, priority, assign', async () => {
  signedInAs('agent');
  const { asked } = deskOf(refund, sound);
  const { user } = await openAt('/customer-care/tickets');
  await screen.findByRole('link', { name: 'No sound' });
  await user.keyboard('s');
  // Without a cursor a key only brings it.
  expect(screen.getByRole('link', { name: 'Refund is late' })).toHaveFocus();
  await user.keyboard('js');
  await user.click(within(await screen.findByRole('dialog', { name: 'Change status' })).getByText('Pending'));
  expect(await within(row(/No sound/)).findByText('Pending')).toBeVisible();
  await user.keyboard('z');
  expect(await within(row(/No sound/)).findByText('Open')).toBeVisible();
  await user.keyboard('p');
  const priority = await screen.findByRole('dialog', { name: 'Change priority' });
  expect(within(priority).getByRole('button', { name: 'High' })).toHaveAttribute('aria-current', 'true');
  await user.click(within(priority).getByRole('button', { name: 'Urgent' }));
  expect(await within(row(/No sound/)).findByText('Urgent')).toBeVisible();
  await user.keyboard('a');
  await user.click(within(await screen.findByRole('dialog', { name: 'Assign' })).getByRole('button', { name: 'Me' }));
  expect(await within(row(/No sound/)).findByText('Ada Obi')).toBeVisible();
  const notice = await screen.findByRole('group', { name: 'Assigned to Ada Obi' });
  await user.click(within(notice).getByRole('button', { name: 'Undo' }));
  expect(await within(row(/No sound/)).findByText('Unassigned')).toBeVisible();
  // Taking an assignment back does not take it from somebody who got it since.
  expect(asked.at(-1)).toEqual({ assignee_id: null, over: true });
});

test('R and N open the ticket of the row with that box ready to be written in', async () => {
  signedInAs('agent');
  deskOf(refund, sound);
  const { user, address, history } = await openAt('/customer-care/tickets?sort=-priority');
  await screen.findByRole('link', { name: 'No sound' });
  await user.keyboard('j');
  ticketPage(refund);
  await user.keyboard('n');
  expect(await screen.findByRole('textbox', { name: 'Internal note' })).toHaveFocus();
  expect(address()).toBe('/customer-care/tickets/TKT-REFUND01');
  history.back();
  await screen.findByRole('link', { name: 'Refund is late' });
  expect(address()).toBe('/customer-care/tickets?sort=-priority');
  await user.keyboard('jr');
  expect(await screen.findByRole('textbox', { name: 'Reply to the customer' })).toHaveFocus();
});

test('several rows are changed together, the refused one is named, and the rest is undone together', async () => {
  signedInAs('agent');
  const { asked } = deskOf(refund, sound, aTicket({ subject: 'Left alone' }));
  const { user } = await openAt('/customer-care/tickets');
  await screen.findByRole('link', { name: 'No sound' });
  await user.keyboard('jxjx');
  const bar = screen.getByRole('toolbar', { name: 'With the selected rows' });
  expect(bar).toHaveTextContent('2 selected');
  expect(screen.getByRole('checkbox', { name: 'Select No sound' })).toBeChecked();
  await user.keyboard('p');
  await user.click(await screen.findByRole('button', { name: 'Low' }));
  const notice = await screen.findByRole('group', { name: '2 tickets: Priority is now low' });
  expect(asked).toEqual([{ ids: 2, priority: 'low' }]);
  await user.click(within(notice).getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(asked.slice(1)).toEqual([{ priority: 'high' }, { priority: 'high' }]));

  answer<object, ChangeTickets>('post', '/tickets/bulk', ({ body }) => ({
    data: body.ids.map((id) => ({
      id,
      status: 409,
      ticket: null,
      problem: {
        type: '/problems/conflict',
        title: '',
        status: 409,
        code: 'conflict',
        detail: 'It is escalated.',
        request_id: '',
      },
    })),
  }));
  await user.click(within(bar).getByRole('button', { name: 'Assign' }));
  await user.click(within(await screen.findByRole('dialog', { name: 'Assign' })).getByRole('button', { name: 'Me' }));
  const refusals = await screen.findAllByRole('group', { name: 'That did not work' });
  expect(refusals[0]).toHaveTextContent('TKT-REFUND01: It is escalated.');
  await user.click(within(bar).getByRole('button', { name: 'Select none' }));
  expect(screen.queryByRole('toolbar')).not.toBeInTheDocument();
});

test('select_all_takes_every_page_and_each_ticket_goes_back_to_whom_it_was_with', async () => {
  signedInAs('agent');
  const many = Array.from({ length: 120 }, (_, n) =>
    aTicket({ subject: `Case ${n}`, status: n % 2 ? 'escalated' : 'open', assignee: { id: `from-${n}`, name: 'Ben' } }),
  );
  const { asked } = deskOf(...many);
  answer('get', '/tickets', ({ url }) => pageAt(many, url));
  // The desk answers in the order of the ids, whatever the order they were sent in.
  answer<ChangedTickets, ChangeTickets>('post', '/tickets/bulk', ({ body: { ids, assignee_id } }) => {
    asked.push({ ids: ids.length, assignee_id });
    const changed = ids.map((id) => ({ ...(many.find((one) => one.id === id) as Ticket), assignee: null }));
    return { data: changed.reverse().map((ticket) => ({ id: ticket.id, status: 200, ticket, problem: null })) };
  });
  const sent: string[] = [];
  answer<Ticket, AssignTicket>('post', '/tickets/:id/assignment', ({ body, params }) => {
    const ticket = many.find(({ id }) => id === params.id) as Ticket;
    sent.push(`${ticket.subject} ${body.assignee_id}`);
    return ticket;
  });
  const { user } = await openAt('/customer-care/tickets');
  await screen.findByRole('link', { name: 'Case 3' });
  await user.click(screen.getByRole('checkbox', { name: 'Select Case 3' }));
  const bar = () => screen.getByRole('toolbar', { name: 'With the selected rows' });
  await user.click(within(bar()).getByRole('button', { name: 'Select all 120' }));
  await waitFor(() => expect(bar()).toHaveTextContent('120 selected'));
  expect(within(bar()).queryByRole('button', { name: /Select all/ })).not.toBeInTheDocument();
  await user.click(within(bar()).getByRole('button', { name: 'Assign' }));
  await user.click(await screen.findByRole('button', { name: 'Unassigned' }));
  const notice = await screen.findByRole('group', { name: /^120 tickets/ });
  expect(asked).toEqual([
    { ids: 100, assignee_id: null },
    { ids: 20, assignee_id: null },
  ]);
  await user.click(within(notice).getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(sent.length).toBe(120));
  expect([...sent].sort()).toEqual(many.map(({ subject }, n) => `${subject} from-${n}`).sort());
});

test('select_all_that_ends_on_another_list_selects_nothing', async () => {
  signedInAs('agent');
  const many = Array.from({ length: 120 }, (_, n) => aTicket({ subject: `Case ${n}` }));
  deskOf(...many);
  let arrive: () => void = () => undefined;
  answer('get', '/tickets', async ({ url }) => {
    if (url.searchParams.get('cursor') !== null) {
      await new Promise<void>((done) => {
        arrive = done;
      });
    }
    return pageAt(many, url);
  });
  const { user, address } = await openAt('/customer-care/tickets?status=open');
  await screen.findByRole('link', { name: 'Case 3' });
  await user.click(screen.getByRole('checkbox', { name: 'Select Case 3' }));
  const bar = () => screen.queryByRole('toolbar', { name: 'With the selected rows' });
  await user.click(within(bar() as HTMLElement).getByRole('button', { name: 'Select all 120' }));
  await user.click(screen.getByRole('link', { name: 'All' }));
  await waitFor(() => expect(address()).not.toContain('status=open'));
  arrive();
  await new Promise((done) => setTimeout(done, 300));
  expect(screen.queryAllByRole('checkbox', { checked: true }).length).toBeLessThan(2);
});

test('the help sheet names the keys of the rows, and letters can be switched off', async () => {
  signedInAs('agent');
  deskOf(refund);
  const { user } = await openAt('/customer-care/tickets');
  await screen.findByRole('link', { name: 'Refund is late' });
  await user.keyboard('?');
  const sheet = await screen.findByRole('dialog', { name: 'Keyboard' });
  for (const name of [
    'Write a reply R',
    'Select this ticket X',
    'Open this ticket Enter',
    'Assign A',
    'Change status S',
    'Change priority P',
  ]) {
    expect(within(sheet).getByRole('row', { name })).toBeVisible();
  }
  await user.keyboard('{Escape}');
  localStorage.setItem('caredesk.letters', 'off');
  await user.keyboard('jx');
  expect(screen.queryByRole('toolbar')).not.toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Refund is late' })).not.toHaveFocus();
});
