import { Button, Group, NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { ReactNode } from 'react';
import type { Customer } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Facts } from '@/ui/Panel';
import { RepeatedField as Repeated } from '@/ui/RepeatedField';
import { type CustomerValues, languageChoices, type RepeatedField, type SingleField } from './customerFields';

type Props = {
  form: UseFormReturnType<CustomerValues>;
  /** By what other systems know them: theirs to change, shown all the same. */
  identifiers?: Customer['identifiers'];
  onSubmit: (values: CustomerValues) => void;
  pending: boolean;
  cancel: ReactNode;
};

const MOST = 20;

export function CustomerForm({ form, identifiers = [], onSubmit, pending, cancel }: Props) {
  const { m, f } = useI18n();
  const { fields, genders } = m.customers;
  const genderChoices = [
    { value: '', label: '–' },
    ...Object.entries(genders).map(([value, label]) => ({ value, label })),
  ];
  const input = (name: SingleField) => ({ label: fields[name], ...form.getInputProps(name) });
  const born: string = form.getInputProps('birth_date').value;
  // A patient's details are not for the browser to remember.
  const forget = { autoComplete: 'off' };
  return (
    <form onSubmit={form.onSubmit(onSubmit)} noValidate>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <TextInput {...input('given_name')} {...forget} autoFocus />
          <TextInput {...input('family_name')} {...forget} required />
          <TextInput {...input('phone')} {...forget} type="tel" />
          <TextInput {...input('email')} {...forget} type="email" />
          {/* The browser writes the day as its own language does, which may not be the desk's. */}
          <TextInput
            {...input('birth_date')}
            {...forget}
            type="date"
            description={born === '' ? undefined : f.day(born)}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
          />
          <NativeSelect {...input('gender')} data={genderChoices} />
          <List form={form} field="other_phones" type="tel" />
          <List form={form} field="former_names" type="text" />
          <NativeSelect
            {...input('preferred_language')}
            data={languageChoices(f.language, form.values.preferred_language)}
          />
        </SimpleGrid>
        {identifiers.length > 0 && (
          <Facts
            facts={[[fields.identifiers, identifiers.map((each) => `${each.value} (${each.system})`).join(', ')]]}
          />
        )}
        <Group justify="flex-end">
          {cancel}
          <Button type="submit" loading={pending}>
            {m.desk.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type ListProps = { form: Props['form']; field: RepeatedField; type: 'tel' | 'text' };

function List({ form, field, type }: ListProps) {
  const { m } = useI18n();
  const boxes = form.values[field].map((_, index) => ({
    id: `${field}-${index}`,
    type,
    ...form.getInputProps(`${field}.${index}`),
  }));
  return (
    <Repeated
      label={m.customers.fields[field]}
      words={m.customers.repeated[field]}
      boxes={boxes}
      most={MOST}
      error={form.errors[field]}
      onAdd={() => form.insertListItem(field, '')}
      onRemove={(index) => form.removeListItem(field, index)}
    />
  );
}
