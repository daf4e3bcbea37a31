import { Checkbox, SimpleGrid, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { ServiceAccount, ServiceAccountScope } from '@/api/generated/types.gen';
import { zServiceAccountScope } from '@/api/generated/zod.gen';
import { useI18n } from '@/i18n/I18n';
import type { Messages } from '@/i18n/messages';

/** What a program is called, what it may do, and until when. The day is one of UTC. */
export type AccountValues = { name: string; scopes: string[]; expires_at: string };

export const FIELDS = ['name', 'scopes', 'expires_at'] as const;

export const rulesOf = (m: Messages) => ({
  name: (value: string) => (value.trim() === '' ? m.desk.required : null),
  scopes: (value: string[]) => (value.length === 0 ? m.accounts.chooseScope : null),
  expires_at: (value: string) => (value === '' ? m.desk.required : null),
});

export function valuesOf({ name, scopes, expires_at }: ServiceAccount): AccountValues {
  return { name, scopes: [...scopes], expires_at: expires_at.slice(0, 10) };
}

export function bodyOf({ name, scopes, expires_at }: AccountValues) {
  return { name, scopes: scopes as ServiceAccountScope[], expires_at: `${expires_at}T00:00:00Z` };
}

export function AccountFields({ form }: { form: UseFormReturnType<AccountValues> }) {
  const { m } = useI18n();
  const words = m.accounts;
  return (
    <>
      <TextInput label={words.name} required maxLength={200} data-autofocus {...form.getInputProps('name')} />
      <Checkbox.Group label={words.scopes} {...form.getInputProps('scopes')}>
        <SimpleGrid cols={2} mt="xs" spacing="xs">
          {zServiceAccountScope.options.map((scope) => (
            <Checkbox key={scope} value={scope} label={scope} />
          ))}
        </SimpleGrid>
      </Checkbox.Group>
      <TextInput label={words.expires} type="date" required {...form.getInputProps('expires_at')} />
    </>
  );
}
