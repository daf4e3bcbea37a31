import {
  acceptEscalation,
  closeEscalation,
  createEscalationMessage,
  declineEscalation,
  raiseEscalationPriority,
  reassignEscalation,
  redactEscalation,
  resolveEscalation,
  withdrawEscalation,
} from '@/api/generated/sdk.gen';
import type { Escalation, EscalationTargetBody, EscalationText, Priority } from '@/api/generated/types.gen';
import { inTurn } from '@/api/inTurn';
import { useI18n } from '@/i18n/I18n';
import { useDoing } from '@/ui/useDoing';

type One = Pick<Escalation, 'id'>;

/** Everything that moves escalations. Their tickets or interactions move with them. */
export function useEscalationDesks() {
  const { m } = useI18n();
  const said = m.escalations.done;
  const { run, isPending } = useDoing('Escalation', 'Ticket', 'Interaction', 'Notices');
  const call = ({ id }: One) => ({ path: { id }, throwOnError: true }) as const;
  return {
    isPending,
    closeAll: (all: One[]) => run({ run: () => inTurn(all, (one) => closeEscalation(call(one))), said: said.close }),
    of: (one: One) => ({
      isPending,
      accept: (done?: () => void) => run({ run: () => acceptEscalation(call(one)), said: said.accept, done }),
      close: () => run({ run: () => closeEscalation(call(one)), said: said.close }),
      decline: (reason: string, done: () => void) =>
        run({ run: () => declineEscalation({ ...call(one), body: { reason } }), said: said.decline, done }),
      withdraw: (reason: string, done: () => void) =>
        run({ run: () => withdrawEscalation({ ...call(one), body: { reason } }), said: said.withdraw, done }),
      resolve: (outcome: string, done: () => void) =>
        run({ run: () => resolveEscalation({ ...call(one), body: { outcome } }), said: said.resolve, done }),
      reassign: (target: EscalationTargetBody, done: () => void) =>
        run({ run: () => reassignEscalation({ ...call(one), body: { target } }), said: said.reassign, done }),
      raisePriority: (priority: Priority, done: () => void) =>
        run({ run: () => raiseEscalationPriority({ ...call(one), body: { priority } }), said: said.priority, done }),
      redact: (fields: EscalationText[], reason: string) =>
        redactEscalation({ ...call(one), body: { fields, reason } }),
      discuss: (body: string, done: () => void) =>
        run({ run: () => createEscalationMessage({ ...call(one), body: { body } }), said: said.discuss, done }),
    }),
  };
}

export function useEscalationDesk(one: One) {
  return useEscalationDesks().of(one);
}

export type EscalationDesk = ReturnType<typeof useEscalationDesk>;
