import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { Me } from '@/api/generated/types.gen';
import { leavePage } from '@/api/session';
import { useI18n } from '@/i18n/I18n';
import { PasswordAgain } from './PasswordAgain';
import { useSignIn } from './useSignIn';

/** Asks for the password again; the page is as it was left when its person is back. */
export function SessionExpired({ me }: { me: Me }) {
  const { m } = useI18n();
  const words = m.session.expired;
  const { form, refusal, submit, pending } = useSignIn(() => undefined, me.email);
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      // The page, where other dialogs are, is out of sight.
      withinPortal={false}
      title={words.title}
      zIndex={500}
    >
      <title>{`${words.title} · ${m.desk.name}`}</title>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text size="sm">{words.about}</Text>
          <PasswordAgain me={me} form={form} refusal={refusal} />
          <Group justify="space-between">
            <Button variant="subtle" onClick={leavePage}>
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
