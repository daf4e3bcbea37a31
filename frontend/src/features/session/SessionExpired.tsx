import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import type { Me } from '@/api/generated/types.gen';
import { isExpired, watchSession } from '@/api/session';
import { useI18n } from '@/i18n/I18n';
import { useSignIn } from './useSignIn';

type Props = { me: Me; onBack: (me: Me) => void; onLeave: () => void };

/** Asks for the password over whatever the person was doing; nothing under it is lost. */
export function SessionExpired(props: Props) {
  const expired = useSyncExternalStore(watchSession, isExpired);
  return expired ? <Dialog {...props} /> : null;
}

function Dialog({ me, onBack, onLeave }: Props) {
  const { m } = useI18n();
  const words = m.session.expired;
  const { form, refusal, submit, pending } = useSignIn(onBack, me.email);
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      title={words.title}
      zIndex={500}
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text size="sm">{words.about}</Text>
          <Text size="sm" fw={600}>
            {me.name} · {me.email}
          </Text>
          <PasswordInput
            label={m.session.password}
            autoComplete="current-password"
            data-autofocus
            required
            {...form.getInputProps('password')}
          />
          {refusal && (
            <Text role="alert" c="var(--mantine-color-error)" size="sm">
              {refusal}
            </Text>
          )}
          <Group justify="space-between">
            <Button variant="subtle" onClick={onLeave}>
              {words.other}
            </Button>
            <Button type="submit" loading={pending}>
              {words.submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
