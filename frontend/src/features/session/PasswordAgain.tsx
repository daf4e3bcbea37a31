import { PasswordInput, Text } from '@mantine/core';
import type { Me } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import type { useSignIn } from './useSignIn';

type Props = Pick<ReturnType<typeof useSignIn>, 'form' | 'refusal'> & { me: Me };

/** The password of a known person, and why it was refused. */
export function PasswordAgain({ me, form, refusal }: Props) {
  const { m } = useI18n();
  return (
    <>
      <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
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
    </>
  );
}
