import { Button, Group, NativeSelect, SimpleGrid, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { ReactNode } from 'react';
import { useI18n } from '@/i18n/I18n';
import type { CustomerValues } from './customerFields';

type Props = {
  form: UseFormReturnType<CustomerValues>;
  onSubmit: (values: CustomerValues) => void;
  pending: boolean;
  cancel: ReactNode;
};

export function CustomerForm({ form, onSubmit, pending, cancel }: Props) {
  const { m } = useI18n();
  const { fields, genders, languageAbout } = m.customers;
  const genderChoices = [
    { value: '', label: '–' },
    ...Object.entries(genders).map(([value, label]) => ({ value, label })),
  ];
  const input = (name: keyof CustomerValues) => ({ label: fields[name], ...form.getInputProps(name) });
  // A patient's details are not for the browser to remember.
  const forget = { autoComplete: 'off' };
  return (
    <form onSubmit={form.onSubmit(onSubmit)} noValidate>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <TextInput {...input('given_name')} {...forget} autoFocus />
        <TextInput {...input('family_name')} {...forget} required />
        <TextInput {...input('phone')} {...forget} type="tel" />
        <TextInput {...input('email')} {...forget} type="email" />
        <TextInput {...input('birth_date')} {...forget} type="date" />
        <NativeSelect {...input('gender')} data={genderChoices} />
        <TextInput {...input('preferred_language')} {...forget} description={languageAbout} maxLength={35} />
      </SimpleGrid>
      <Group justify="flex-end" mt="lg">
        {cancel}
        <Button type="submit" loading={pending}>
          {m.desk.save}
        </Button>
      </Group>
    </form>
  );
}
