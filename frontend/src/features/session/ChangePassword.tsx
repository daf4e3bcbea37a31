import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { changePassword } from '@/api/generated/sdk.gen';
import { placeFaults } from '@/api/problem';
import { useI18n } from '@/i18n/I18n';
import { Panel } from '@/ui/Panel';
import { useDoing } from '@/ui/useDoing';

const LEAST = 12;
const FIELDS = ['current_password', 'new_password'] as const;

/** A new password for oneself, by the one that holds now. */
export function ChangePassword() {
  const { m } = useI18n();
  const words = m.session.change;
  const { run, isPending } = useDoing('Sessions');
  const form = useForm({
    initialValues: { current_password: '', new_password: '' },
    validate: {
      current_password: (value) => (value === '' ? m.desk.required : null),
      new_password: (value) => ([...value].length < LEAST ? m.desk.tooShort(LEAST) : null),
    },
  });
  const submit = form.onSubmit((body) =>
    run({
      run: () => changePassword({ body, throwOnError: true }),
      said: words.done,
      done: form.reset,
      refused: (problem) => {
        const { beside, complete } = placeFaults(m, problem, FIELDS);
        form.setErrors(beside);
        return complete;
      },
    }),
  );
  return (
    <Panel title={words.title}>
      <form noValidate onSubmit={submit}>
        <Stack>
          <PasswordInput
            label={words.current}
            autoComplete="current-password"
            required
            {...form.getInputProps('current_password')}
          />
          <PasswordInput
            label={words.fresh}
            autoComplete="new-password"
            required
            maxLength={128}
            {...form.getInputProps('new_password')}
          />
          <Group justify="space-between">
            <Text size="sm" c="dimmed">
              {words.about}
            </Text>
            <Button type="submit" loading={isPending}>
              {words.submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
