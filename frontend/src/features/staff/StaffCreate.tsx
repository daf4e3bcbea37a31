import { Button, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { createStaff } from '@/api/generated/sdk.gen';
import type { PasswordLink, Role } from '@/api/generated/types.gen';
import { placeFaults } from '@/api/problem';
import { useI18n } from '@/i18n/I18n';
import { useDoing } from '@/ui/useDoing';
import { LinkShown } from './LinkShown';

const FIELDS = ['name', 'email', 'role'] as const;

/** Adds a colleague, who sets a password by a link that is shown once. */
export function StaffCreate({ onClose }: { onClose: () => void }) {
  const { m } = useI18n();
  const words = m.staff;
  const [link, setLink] = useState<PasswordLink>();
  const { run, isPending } = useDoing('Staff');
  const filled = (value: string) => (value.trim() === '' ? m.desk.required : null);
  const form = useForm({
    initialValues: { name: '', email: '', role: 'agent' },
    validate: { name: filled, email: filled },
  });
  const submit = form.onSubmit((values) =>
    run({
      run: async () => {
        const body = { ...values, role: values.role as Role };
        const { data } = await createStaff({ body, throwOnError: true });
        if (data.password_link) setLink(data.password_link);
        else onClose();
      },
      said: words.added(values.name),
      refused: (problem) => {
        const { beside, complete } = placeFaults(m, problem, FIELDS);
        form.setErrors(beside);
        return complete;
      },
    }),
  );
  if (link) return <LinkShown link={link} onClose={onClose} />;
  return (
    <Modal opened onClose={onClose} title={words.add} closeButtonProps={{ 'aria-label': m.desk.cancel }}>
      <form noValidate onSubmit={submit}>
        <Stack>
          <TextInput label={words.name} required maxLength={200} data-autofocus {...form.getInputProps('name')} />
          <TextInput
            label={words.email}
            type="email"
            autoComplete="off"
            required
            maxLength={254}
            {...form.getInputProps('email')}
          />
          <NativeSelect
            label={words.role}
            data={Object.entries(m.desk.account.roles).map(([value, label]) => ({ value, label }))}
            {...form.getInputProps('role')}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="subtle" onClick={onClose}>
              {m.desk.cancel}
            </Button>
            <Button type="submit" loading={isPending}>
              {words.add}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
