import { useNavigate } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { Escalation, Me } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import type { RowTools } from '@/ui/rowTools';
import { useRowTools } from '@/ui/useRowTools';
import { type EscalationQuestion, escalationActions } from './escalationActions';
import { sourceTitle } from './marks';
import { useEscalationDesks } from './useEscalationDesk';
import { useEscalationHiding } from './useEscalationHiding';

const EscalationDialogs = lazy(() => import('./EscalationDialogs').then((it) => ({ default: it.EscalationDialogs })));

/** The same actions and keys for the rows of a list as for an escalation's own page. */
export function useEscalationRows(
  me: Me,
  escalations: Escalation[],
): { tools: RowTools<Escalation>; around: ReactNode } {
  const { m } = useI18n();
  const words = m.escalations;
  const navigate = useNavigate();
  const desks = useEscalationDesks();
  const hiding = useEscalationHiding();
  const [asked, setAsked] = useState<{ question: EscalationQuestion; row: Escalation }>();
  const open = ({ id }: Escalation, compose?: 'discuss') =>
    navigate({ to: '/customer-care/escalations/$escalationId', params: { escalationId: id }, state: { compose } });
  const actionsOf = (row: Escalation) => {
    const { accept, close } = desks.of(row);
    return escalationActions(m, row, {
      accept: () => accept(() => open(row)),
      close,
      discuss: () => open(row, 'discuss'),
      ask: (question) => setAsked({ question, row }),
      ...hiding.of(row),
    });
  };
  const { tools, bar } = useRowTools({
    rows: escalations,
    keyOf: ({ id }) => id,
    nameOf: (row) => sourceTitle(m, row),
    open,
    actionsOf,
    several: { close: desks.closeAll },
    words: { open: words.actions.openRow, select: words.actions.select, menu: words.actionsFor },
  });
  const around = (
    <>
      {bar}
      {asked && (
        <Suspense fallback={null}>
          <EscalationDialogs
            asked={asked.question}
            escalation={asked.row}
            me={me}
            onClose={() => setAsked(undefined)}
          />
        </Suspense>
      )}
    </>
  );
  return { tools, around };
}
