import { useState } from 'react';
import { createInteractionEscalation, createTicketEscalation } from '@/api/generated/sdk.gen';
import type { AskWhom, SourceKind } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { useDoing } from '@/ui/useDoing';
import { WordsDialog } from '@/ui/WordsDialog';
import { TargetFields } from './TargetFields';

export type Source = { type: SourceKind; id: string };

/** Asks a doctor or an administrator about a ticket or an interaction. */
export function RaiseDialog({ source, onClose }: { source: Source; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.escalations;
  const [target, setTarget] = useState<AskWhom>({ role: 'doctor' });
  const { run, isPending } = useDoing('Escalation', 'Ticket', 'Interaction');
  const create = source.type === 'ticket' ? createTicketEscalation : createInteractionEscalation;
  return (
    <WordsDialog
      title={words.raiseTo}
      about={words.raiseAbout}
      label={words.reason}
      hint={words.reasonAbout}
      draft={`${source.type}.${source.id}.escalate`}
      least={10}
      most={4000}
      confirm={words.raise}
      pending={isPending}
      onConfirm={(reason, sent) =>
        run({
          run: () => create({ path: { id: source.id }, body: { target, reason }, throwOnError: true }),
          said: words.raised,
          done: sent,
        })
      }
      onClose={onClose}
    >
      <TargetFields target={target} onChange={setTarget} />
    </WordsDialog>
  );
}
