import { useNavigate } from '@tanstack/react-router';
import type { Ticket } from '@/api/generated/types.gen';

/** To a new interaction with the ticket's customer, linked to the ticket. */
export function useLogAbout() {
  const navigate = useNavigate();
  return ({ id, customer }: Ticket) =>
    navigate({ to: '/customer-care/interactions/create', search: { customer_id: customer.id, ticket_id: id } });
}
