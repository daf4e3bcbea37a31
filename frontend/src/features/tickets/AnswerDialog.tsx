import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useI18n } from '@/i18n/I18n';

type Props = { onSend: (close: boolean) => void; onClose: () => void };

/** Asked when an answer that was taken into a reply is not in what is about to be sent: whether it counts as passed on. */
export function AnswerDialog({ onSend, onClose }: Props) {
  const { m } = useI18n();
  const words = m.tickets.compose.answer;
  return (
    <Modal opened onClose={onClose} title={words.title} closeButtonProps={{ 'aria-label': m.desk.cancel }}>
      <Stack>
        <Text size="sm">{words.about}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="subtle" onClick={onClose}>
            {m.desk.cancel}
          </Button>
          <Button variant="default" onClick={() => onSend(false)} data-autofocus>
            {words.keep}
          </Button>
          <Button onClick={() => onSend(true)}>{words.close}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
