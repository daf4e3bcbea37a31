import { Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Escalation, EscalationTargetBody, EscalationText, Me, Priority } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { holdsText, RedactDialog } from '@/ui/RedactDialog';
import { WordsDialog } from '@/ui/WordsDialog';
import type { EscalationQuestion } from './escalationActions';
import { TargetFields } from './TargetFields';
import { type EscalationDesk, useEscalationDesk } from './useEscalationDesk';

type Props = {
  asked: EscalationQuestion | undefined;
  escalation: Escalation;
  me: Me;
  onClose: () => void;
};

/** What is asked before an escalation moves. */
export function EscalationDialogs({ asked, escalation, me, onClose }: Props) {
  const { m } = useI18n();
  const desk = useEscalationDesk(escalation);
  const { actions, ask, redactable } = m.escalations;
  if (!asked) return null;
  if (asked === 'reassign') return <Reassign escalation={escalation} desk={desk} me={me} onClose={onClose} />;
  if (asked === 'priority') return <RaisePriority escalation={escalation} desk={desk} onClose={onClose} />;
  if (asked === 'redact') {
    return (
      <RedactDialog<EscalationText>
        fields={(Object.entries(redactable) as [EscalationText, string][])
          .filter(([field]) => !(field === 'reason' || field === 'outcome') || holdsText(escalation[field]))
          .map(([value, label]) => ({ value, label }))}
        draft={`escalation.${escalation.id}`}
        resources={['Escalation']}
        send={desk.redact}
        onClose={onClose}
      />
    );
  }
  const abouts = { decline: ask.declineAbout, withdraw: ask.withdrawAbout, resolve: ask.resolveAbout };
  return (
    <WordsDialog
      title={actions[asked]}
      about={abouts[asked]}
      label={ask[asked]}
      draft={`escalation.${escalation.id}.${asked}`}
      least={10}
      most={4000}
      confirm={actions[asked]}
      pending={desk.isPending}
      onConfirm={desk[asked]}
      onClose={onClose}
    />
  );
}

function RaisePriority({
  escalation,
  desk,
  onClose,
}: Pick<Props, 'escalation' | 'onClose'> & { desk: EscalationDesk }) {
  const { m } = useI18n();
  const { actions, ask, priority: label } = m.escalations;
  const names = Object.entries(m.tickets.priorities).map(([value, name]) => ({ value, label: name }));
  const above = names.slice(names.findIndex(({ value }) => value === escalation.priority) + 1);
  const [priority, setPriority] = useState(above[0]?.value);
  return (
    <Modal opened onClose={onClose} title={actions.priority} closeButtonProps={{ 'aria-label': m.desk.cancel }}>
      <Stack>
        <Text size="sm" c="dimmed">
          {ask.priorityAbout}
        </Text>
        <NativeSelect
          label={label}
          value={priority}
          data={above}
          onChange={(event) => setPriority(event.currentTarget.value)}
          data-autofocus
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="subtle" onClick={onClose}>
            {m.desk.cancel}
          </Button>
          <Button loading={desk.isPending} onClick={() => desk.raisePriority(priority as Priority, onClose)}>
            {actions.priority}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Reassign({ escalation, desk, me, onClose }: Omit<Props, 'asked'> & { desk: EscalationDesk }) {
  const { m } = useI18n();
  const [target, setTarget] = useState<EscalationTargetBody>({ role: escalation.target.role });
  return (
    <Modal
      opened
      onClose={onClose}
      title={m.escalations.actions.reassign}
      closeButtonProps={{ 'aria-label': m.desk.cancel }}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {m.escalations.ask.reassignAbout}
        </Text>
        <TargetFields target={target} onChange={setTarget} roles={me.role === 'doctor' ? ['doctor'] : undefined} />
        <Group justify="flex-end" gap="xs">
          <Button variant="subtle" onClick={onClose}>
            {m.desk.cancel}
          </Button>
          <Button loading={desk.isPending} onClick={() => desk.reassign(target, onClose)}>
            {m.escalations.actions.reassign}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
