import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { createInteractionEscalation, createTicketEscalation } from '@/api/generated/sdk.gen';
import type { EscalationSourceKind, EscalationTargetBody, Priority } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { useDoing } from '@/ui/useDoing';
import { WordsDialog } from '@/ui/WordsDialog';
import { TargetFields } from './TargetFields';

/** What is escalated; an interaction has no priority of its own. */
export type Source = { type: EscalationSourceKind; id: string; priority?: Priority };

/** Asks a doctor or an administrator about a ticket or an interaction. */
export function RaiseDialog({ source, onClose }: { source: Source; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.escalations;
  const [target, setTarget] = useState<EscalationTargetBody>({ role: 'doctor' });
  const [priority, setPriority] = useState(source.priority);
  const { run, isPending } = useDoing('Escalation', 'Ticket', 'Interaction');
  const create = source.type === 'ticket' ? createTicketEscalation : createInteractionEscalation;
  const choices = Object.entries(m.tickets.priorities).map(([value, label]) => ({ value, label }));
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
      ready={priority !== undefined}
      onConfirm={(reason, sent) =>
        run({
          run: () => create({ path: { id: source.id }, body: { target, reason, priority }, throwOnError: true }),
          said: words.raised,
          done: sent,
        })
      }
      onClose={onClose}
    >
      {(pressed) => (
        <>
          <TargetFields target={target} onChange={setTarget} />
          <NativeSelect
            label={words.priority}
            description={words.priorityAbout}
            required={!source.priority}
            value={priority ?? ''}
            data={source.priority ? choices : [{ value: '', label: '–' }, ...choices]}
            error={pressed && !priority ? m.desk.required : undefined}
            onChange={(event) => setPriority((event.currentTarget.value || undefined) as Priority | undefined)}
          />
        </>
      )}
    </WordsDialog>
  );
}
