import { useNavigate } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { Interaction, Me } from '@/api/generated/types.gen';
import { inTurn } from '@/api/inTurn';
import type { WholeList } from '@/api/wholeList';
import { useI18n } from '@/i18n/I18n';
import type { PickCustomer } from '@/ui/MoveDialog';
import type { RowTools } from '@/ui/rowTools';
import { useDoing } from '@/ui/useDoing';
import { useRowTools } from '@/ui/useRowTools';
import { hold } from './holding';
import { type InteractionQuestion, interactionActions } from './interactionActions';
import { sendAgent } from './interactionCalls';
import { interactionTitle } from './marks';
import { useInteractionHiding } from './useInteractionHiding';

const InteractionDialogs = lazy(() =>
  import('./InteractionDialogs').then((it) => ({ default: it.InteractionDialogs })),
);

type Asked = { question: InteractionQuestion; rows: Interaction[] };

/** The same actions and keys for the rows of a list as for an interaction's own page; several are handed over together. */
export function useInteractionRows(
  me: Me,
  interactions: Interaction[],
  whole: WholeList<Interaction>,
  pick: PickCustomer,
): { tools: RowTools<Interaction>; around: ReactNode } {
  const { m } = useI18n();
  const words = m.interactions;
  const navigate = useNavigate();
  const doing = useDoing('Interaction', 'Ticket');
  const hiding = useInteractionHiding();
  const [asked, setAsked] = useState<Asked>();
  const open = ({ id }: Interaction, compose?: 'note' | 'end') =>
    navigate({ to: '/customer-care/interactions/$interactionId', params: { interactionId: id }, state: { compose } });
  const take = (rows: Interaction[]) =>
    doing.run({ run: () => inTurn(rows, ({ id }) => sendAgent(id, me.id)), said: words.done.taken });
  const actionsOf = (row: Interaction) =>
    interactionActions(m, row, me, {
      end: () => open(row, 'end'),
      note: () => open(row, 'note'),
      setStatus: (status) => hold(m, doing.run, row.id, status),
      takeOver: () => take([row]),
      ask: (question) => setAsked({ question, rows: [row] }),
      escalate: () =>
        navigate({
          to: '/customer-care/interactions/$interactionId/escalate',
          params: { interactionId: row.id },
        }),
      openTicket: () =>
        navigate({
          to: '/customer-care/tickets/create',
          search: { customer_id: row.customer.id, interaction_id: row.id },
        }),
      ...hiding.of(row),
    });
  const { tools, bar, clear, release } = useRowTools({
    rows: interactions,
    whole,
    keyOf: ({ id }) => id,
    nameOf: (row) => interactionTitle(m, row),
    open,
    actionsOf,
    several: { take, handOver: (rows) => setAsked({ question: 'handOver', rows }) },
    words: { open: words.actions.openRow, select: words.actions.select, menu: words.actionsFor },
  });
  const around = (
    <>
      {bar}
      {asked && (
        <Suspense fallback={null}>
          <InteractionDialogs
            asked={asked.question}
            interactions={asked.rows}
            pick={pick}
            onClose={() => {
              setAsked(undefined);
              clear();
              release();
            }}
          />
        </Suspense>
      )}
    </>
  );
  return { tools, around };
}
