import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useI18n } from '@/i18n/I18n';

type Props = {
  title: string;
  confirm: string;
  pending: boolean;
  children: ReactNode;
  onConfirm: () => void;
  onClose: () => void;
};

/** What cannot be taken back is asked for by its name, after saying what it will do. */
export function ConfirmDialog({ title, confirm, pending, children, onConfirm, onClose }: Props) {
  const { m } = useI18n();
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': m.desk.cancel }}>
      <Stack>
        {children}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {m.desk.cancel}
          </Button>
          <Button color="red" loading={pending} onClick={onConfirm}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
