import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { openAt, signedInAs } from '@/test/app';
import { anEscalation, pageOf } from '@/test/records';
import { answer } from '@/test/server';

const source = { type: 'ticket', id: '01a20472-448e-70dd-8025-000000000099', number: 'TKT-AX2ADA4N' } as const;
const answered = (subject: string) =>
  anEscalation({ status: 'resolved', outcome: 'Come in today.', source: { ...source, subject }, allowed: ['close'] });

test('several answered escalations are closed together, and what one does not allow is not offered', async () => {
  signedInAs('agent');
  const rows = [answered('Chest pain'), answered('Dizzy'), anEscalation({ allowed: ['withdraw'] })];
  answer('get', '/escalations', () => pageOf(rows));
  const closed: unknown[] = [];
  answer('post', '/escalations/:id/close', ({ params }) => {
    closed.push(params.id);
    return rows[0] as object;
  });
  const { user } = await openAt('/customer-care/escalations');
  await screen.findByRole('link', { name: 'Dizzy' });
  await user.keyboard('jxjx');
  const bar = screen.getByRole('toolbar', { name: 'With the selected rows' });
  expect(within(bar).getByRole('button', { name: 'Close escalation' })).toBeVisible();
  await user.keyboard('jx');
  expect(within(bar).queryByRole('button', { name: 'Close escalation' })).not.toBeInTheDocument();
  await user.keyboard('x');
  await user.click(within(bar).getByRole('button', { name: 'Close escalation' }));
  await waitFor(() => expect(closed).toEqual([rows[0]?.id, rows[1]?.id]));
});

test('an escalation is withdrawn from its row, with a reason', async () => {
  signedInAs('agent');
  answer('get', '/escalations', () => pageOf([anEscalation({ allowed: ['withdraw', 'discuss'] })]));
  const sent: unknown[] = [];
  answer('post', '/escalations/:id/withdraw', ({ body }) => {
    sent.push(body);
    return anEscalation({ status: 'closed' });
  });
  const { user } = await openAt('/customer-care/escalations');
  await user.click(await screen.findByRole('button', { name: 'Actions for Charged twice in March' }));
  expect(screen.queryByRole('menuitem', { name: 'Accept' })).not.toBeInTheDocument();
  await user.click(await screen.findByRole('menuitem', { name: 'Withdraw' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Withdraw' }));
  await user.type(dialog.getByRole('textbox'), 'She went to the clinic');
  await user.click(dialog.getByRole('button', { name: 'Withdraw' }));
  await waitFor(() => expect(sent).toEqual([{ reason: 'She went to the clinic' }]));
});
