import { Button, Checkbox, Group, Modal, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useI18n } from '@/i18n/I18n';
import { WordsDialog } from './WordsDialog';

/** `about` tells namesakes apart. */
type Person = { id: string; name: string; about: string };
/** Finds a customer; the page knows how. */
export type PickCustomer = (onPick: (id: string, name: string, about: string) => void) => ReactNode;

type Props = {
  title: string;
  pick: PickCustomer;
  draft: string;
  /** What hangs on the record and may move with it. */
  along: string;
  pending: boolean;
  onMove: (to: Person, reason: string, along: boolean, sent: () => void) => void;
  onClose: () => void;
};

/** Something was filed under the wrong patient: who is right, and how it came about. */
export function MoveDialog({ title, pick, draft, along, pending, onMove, onClose }: Props) {
  const { m } = useI18n();
  const [to, setTo] = useState<Person>();
  const [all, setAll] = useState(true);
  if (!to) {
    return (
      <Modal opened onClose={onClose} title={title} size="lg" closeButtonProps={{ 'aria-label': m.desk.cancel }}>
        <Text size="sm" c="dimmed" mb="sm">
          {m.desk.move.about}
        </Text>
        {pick((id, name, about) => setTo({ id, name, about }))}
      </Modal>
    );
  }
  return (
    <WordsDialog
      title={title}
      label={m.desk.move.reason}
      draft={draft}
      least={10}
      most={4000}
      confirm={m.desk.move.confirm(to.name)}
      pending={pending}
      onConfirm={(reason, sent) => onMove(to, reason, all, sent)}
      onClose={onClose}
    >
      <Group justify="space-between">
        <Text size="sm">
          {m.desk.move.to} <b>{to.name}</b> {to.about}
        </Text>
        <Button size="compact-sm" variant="default" onClick={() => setTo(undefined)}>
          {m.customers.change}
        </Button>
      </Group>
      <Checkbox label={along} checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />
    </WordsDialog>
  );
}
