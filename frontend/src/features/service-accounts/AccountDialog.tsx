import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { createServiceAccount, updateServiceAccount } from '@/api/generated/sdk.gen';
import type { ServiceAccount } from '@/api/generated/types.gen';
import { tagOf } from '@/api/merge';
import { fieldOf, placeFaults } from '@/api/problem';
import { useI18n } from '@/i18n/I18n';
import { useDoing } from '@/ui/useDoing';
import { AccountFields, type AccountValues, bodyOf, FIELDS, rulesOf, valuesOf } from './AccountFields';

const YEAR = 365 * 86_400_000;

type Props = {
  /** The account to change; a new one where there is none. */
  account?: ServiceAccount;
  onSaved: (account: ServiceAccount) => void;
  onClose: () => void;
};

/** Adds a program, or changes what one may do. */
export function AccountDialog({ account, onSaved, onClose }: Props) {
  const { m } = useI18n();
  const words = m.accounts;
  const title = account ? words.edit : words.add;
  const { run, isPending } = useDoing('ServiceAccount');
  const form = useForm<AccountValues>({
    initialValues: account
      ? valuesOf(account)
      : { name: '', scopes: [], expires_at: new Date(Date.now() + YEAR).toISOString().slice(0, 10) },
    validate: rulesOf(m),
  });
  const submit = form.onSubmit((values) =>
    run({
      run: async () => onSaved(await send(values, account)),
      said: account ? words.saved : words.created(values.name),
      refused: (problem) => {
        const { beside, complete } = placeFaults(m, problem, FIELDS);
        form.setErrors(Object.fromEntries(Object.entries(beside).map(([path, fault]) => [fieldOf(path), fault])));
        return complete;
      },
    }),
  );
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': m.desk.cancel }}>
      <form noValidate onSubmit={submit}>
        <Stack>
          {account && (
            <Text size="sm" c="dimmed">
              {words.editAbout}
            </Text>
          )}
          <AccountFields form={form} />
          <Group justify="flex-end" gap="xs">
            <Button variant="subtle" onClick={onClose}>
              {m.desk.cancel}
            </Button>
            <Button type="submit" loading={isPending}>
              {account ? m.desk.save : words.add}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Only what differs is sent: the hour at which an account ends is not changed by a form that knows days. */
async function send(values: AccountValues, account?: ServiceAccount): Promise<ServiceAccount> {
  const body = bodyOf(values);
  if (!account) return (await createServiceAccount({ body, throwOnError: true })).data;
  const before = valuesOf(account);
  const { expires_at, ...rest } = body;
  return (
    await updateServiceAccount({
      path: { id: account.id },
      body: values.expires_at === before.expires_at ? rest : body,
      headers: { 'If-Match': tagOf(account.version) },
      throwOnError: true,
    })
  ).data;
}
