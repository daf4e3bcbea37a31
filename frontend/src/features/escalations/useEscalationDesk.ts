import {
  acceptEscalation,
  closeEscalation,
  createEscalationMessage,
  declineEscalation,
  reassignEscalation,
  resolveEscalation,
  withdrawEscalation,
} from '@/api/generated/sdk.gen';
import type { AskWhom, Escalation } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { useDoing } from '@/ui/useDoing';

/** Everything that moves an escalation. Its ticket or interaction moves with it. */
export function useEscalationDesk({ id }: Pick<Escalation, 'id'>) {
  const { m } = useI18n();
  const said = m.escalations.done;
  const { run, isPending } = useDoing('Escalation', 'Ticket', 'Interaction', 'Notices');
  const call = { path: { id }, throwOnError: true } as const;
  return {
    isPending,
    accept: () => run({ run: () => acceptEscalation(call), said: said.accept }),
    close: () => run({ run: () => closeEscalation(call), said: said.close }),
    decline: (reason: string, done: () => void) =>
      run({ run: () => declineEscalation({ ...call, body: { reason } }), said: said.decline, done }),
    withdraw: (reason: string, done: () => void) =>
      run({ run: () => withdrawEscalation({ ...call, body: { reason } }), said: said.withdraw, done }),
    resolve: (outcome: string, done: () => void) =>
      run({ run: () => resolveEscalation({ ...call, body: { outcome } }), said: said.resolve, done }),
    reassign: (target: AskWhom, done: () => void) =>
      run({ run: () => reassignEscalation({ ...call, body: { target } }), said: said.reassign, done }),
    discuss: (body: string, done: () => void) =>
      run({ run: () => createEscalationMessage({ ...call, body: { body } }), said: said.discuss, done }),
  };
}

export type EscalationDesk = ReturnType<typeof useEscalationDesk>;
