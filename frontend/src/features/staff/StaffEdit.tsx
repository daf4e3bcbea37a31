import { Button, Group, NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Role, Staff, UpdateStaff } from '@/api/generated/types.gen';
import { placeFaults } from '@/api/problem';
import { useI18n } from '@/i18n/I18n';
import { Panel } from '@/ui/Panel';
import type { Doing } from '@/ui/useDoing';

type Props = {
  colleague: Staff;
  doing: { run: (doing: Doing) => void; isPending: boolean };
  send: (body: UpdateStaff) => Promise<unknown>;
};

export function StaffEdit({ colleague, doing, send }: Props) {
  const { m } = useI18n();
  const words = m.staff;
  const required = (value: string) => (value.trim() === '' ? m.desk.required : null);
  const form = useForm({
    initialValues: { name: colleague.name, email: colleague.email ?? '', role: colleague.role as string },
    validate: { name: required, email: required },
  });
  const submit = form.onSubmit(({ name, email, role }) => {
    const changed = {
      ...(name === colleague.name ? {} : { name }),
      ...(email === colleague.email ? {} : { email }),
      ...(role === colleague.role ? {} : { role: role as Role }),
    };
    if (Object.keys(changed).length === 0) return;
    doing.run({
      run: () => send(changed),
      said: words.saved,
      refused: (problem) => {
        const { beside, complete } = placeFaults(m, problem, ['name', 'email', 'role']);
        form.setErrors(beside);
        return complete;
      },
    });
  });
  return (
    <Panel title={words.edit}>
      <form noValidate onSubmit={submit}>
        <Stack>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput label={words.name} required maxLength={200} {...form.getInputProps('name')} />
            <TextInput
              label={words.email}
              description={words.emailAbout}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              required
              type="email"
              {...form.getInputProps('email')}
            />
            <NativeSelect
              label={words.role}
              description={words.roleAbout}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              data={Object.entries(m.desk.account.roles).map(([value, label]) => ({ value, label }))}
              {...form.getInputProps('role')}
            />
          </SimpleGrid>
          <Group justify="flex-end">
            <Button type="submit" loading={doing.isPending}>
              {m.desk.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
