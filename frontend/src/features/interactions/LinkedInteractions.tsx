import { useQuery } from '@tanstack/react-query';
import { getInteractionOptions, listInteractionsOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Ticket } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Failure } from '@/ui/Failure';
import { InteractionLines } from './InteractionLines';

/** The calls, chats and e-mails a ticket was opened in or that were about it. */
export function LinkedInteractions({ ticket }: { ticket: Pick<Ticket, 'id' | 'interaction'> }) {
  const { m } = useI18n();
  const openedIn = ticket.interaction;
  const { data, error, refetch } = useQuery(listInteractionsOptions({ query: { ticket_id: ticket.id, limit: 10 } }));
  // It may be about another ticket.
  const apart = openedIn && data && !data.data.some(({ id }) => id === openedIn);
  const first = useQuery({ ...getInteractionOptions({ path: { id: openedIn ?? '' } }), enabled: Boolean(apart) });
  const title = m.interactions.linked;
  if (error && !data) return <Failure title={title} problem={error} retry={refetch} />;
  const linked = [...(data?.data ?? []), ...(apart && first.data ? [first.data] : [])];
  if (linked.length === 0) return null;
  return <InteractionLines title={title} interactions={linked} nothing="" openedIn={openedIn ?? undefined} />;
}
