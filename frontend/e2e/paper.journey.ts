import { newCase, signIn } from './people';
import { expect, test } from './test';

test('on paper there is the ticket alone: no running call, notice, list beside it, button or box to write in', async ({
  page,
  request,
}) => {
  const { admin, customer, ticket } = await newCase(request);
  await admin.post('/interactions', { customer_id: customer.id, channel: 'call' });
  await signIn(page, 'ada', `/customer-care/tickets/${ticket.number}`);
  await page.getByRole('button', { name: 'Claim ticket' }).click();
  const offPaper = [
    page.getByRole('banner'),
    page.getByRole('navigation', { name: 'Main navigation' }),
    page.getByRole('navigation', { name: 'Ticket queue' }),
    page.getByRole('navigation', { name: /running interaction/ }),
    page.getByRole('group', { name: 'The ticket is yours' }),
    page.getByRole('textbox', { name: 'Reply to the customer' }),
    page.getByRole('link', { name: 'Tickets', exact: true }).last(),
  ];
  for (const part of offPaper) await expect(part).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  for (const part of offPaper) await expect(part).toBeHidden();
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1, name: ticket.subject })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Conversation' })).toContainText(ticket.description);
});
