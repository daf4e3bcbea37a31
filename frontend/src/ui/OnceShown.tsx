import { Button, CopyButton, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useI18n } from '@/i18n/I18n';

type Props = { title: string; about: string; label: string; value: string; note?: string; onClose: () => void };

/** Something that is shown only now: a link or a secret, to be copied and given on. */
export function OnceShown({ title, about, label, value, note, onClose }: Props) {
  const { m } = useI18n();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': m.staff.close }}
    >
      <Stack>
        <Text size="sm">{about}</Text>
        <TextInput
          label={label}
          value={value}
          readOnly
          onFocus={(event) => event.currentTarget.select()}
          styles={{ input: { fontFamily: 'monospace' } }}
          description={note}
          data-autofocus
        />
        <Group justify="flex-end" gap="xs">
          <CopyButton value={value}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? m.staff.copied : m.staff.copy}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{m.staff.close}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
