import { Button, Checkbox, Group, Modal, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { createServiceAccount } from '@/api/generated/sdk.gen';
import type { CreateServiceAccount, ServiceAccount } from '@/api/generated/types.gen';
import { zCreateServiceAccount } from '@/api/generated/zod.gen';
import { fieldOf, placeFaults } from '@/api/problem';
import { useI18n } from '@/i18n/I18n';
import { useDoing } from '@/ui/useDoing';

const FIELDS = ['name', 'scopes', 'expires_at'] as const;
const YEAR = 365 * 86_400_000;

type Props = { onCreated: (account: ServiceAccount) => void; onClose: () => void };

export function AccountCreate({ onCreated, onClose }: Props) {
  const { m } = useI18n();
  const words = m.accounts;
  const { run, isPending } = useDoing('ServiceAccount');
  const form = useForm({
    initialValues: {
      name: '',
      scopes: [] as string[],
      expires_at: new Date(Date.now() + YEAR).toISOString().slice(0, 10),
    },
    validate: {
      name: (value) => (value.trim() === '' ? m.desk.required : null),
      scopes: (value) => (value.length === 0 ? words.chooseScope : null),
      expires_at: (value) => (value === '' ? m.desk.required : null),
    },
  });
  const submit = form.onSubmit(({ name, scopes, expires_at }) =>
    run({
      run: async () => {
        const body = { name, scopes: scopes as CreateServiceAccount['scopes'], expires_at: `${expires_at}T00:00:00Z` };
        onCreated((await createServiceAccount({ body, throwOnError: true })).data);
      },
      said: words.created(name),
      refused: (problem) => {
        const { beside, complete } = placeFaults(problem, FIELDS);
        form.setErrors(Object.fromEntries(Object.entries(beside).map(([path, fault]) => [fieldOf(path), fault])));
        return complete;
      },
    }),
  );
  return (
    <Modal opened onClose={onClose} title={words.add} closeButtonProps={{ 'aria-label': m.desk.cancel }}>
      <form noValidate onSubmit={submit}>
        <Stack>
          <TextInput label={words.name} required maxLength={200} data-autofocus {...form.getInputProps('name')} />
          <Checkbox.Group label={words.scopes} {...form.getInputProps('scopes')}>
            <SimpleGrid cols={2} mt="xs" spacing="xs">
              {zCreateServiceAccount.shape.scopes.element.options.map((scope) => (
                <Checkbox key={scope} value={scope} label={scope} />
              ))}
            </SimpleGrid>
          </Checkbox.Group>
          <TextInput label={words.expires} type="date" required {...form.getInputProps('expires_at')} />
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
