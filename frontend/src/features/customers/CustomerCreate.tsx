import { Button, Grid, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { createCustomerMutation, searchCustomersOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Customer } from '@/api/generated/types.gen';
import { zCreateCustomerBody } from '@/api/generated/zod.gen';
import { placeFaults } from '@/api/problem';
import { faultsOf } from '@/api/rules';
import { useI18n } from '@/i18n/I18n';
import { LinkButton } from '@/ui/LinkButton';
import { notifyDone, notifyProblem } from '@/ui/notify';
import { PageHeader } from '@/ui/PageHeader';
import { Panel } from '@/ui/Panel';
import { useFormDraft, useLeaveWarning } from '@/ui/useFormDraft';
import { CustomerForm } from './CustomerForm';
import { atBoxes, bodyOf, FIELDS, valuesOf } from './customerFields';

type Props = {
  /** What they were looked for by, which is what the form begins with. */
  words?: string;
  onCreated: (customer: Customer) => void;
  /** Where the way goes on with somebody who is known after all; else to their page. */
  onKnown?: (customerId: string) => void;
};

export function CustomerCreate({ words = '', onCreated, onKnown }: Props) {
  const { m } = useI18n();
  const queryClient = useQueryClient();
  const draft = useFormDraft(`customer.new.${words}`, { ...valuesOf(), ...heard(words) });
  const form = useForm({
    initialValues: draft.values,
    validate: (values) => atBoxes(values, faultsOf(zCreateCustomerBody, bodyOf(values), m.desk)),
    onValuesChange: draft.keep,
  });
  useLeaveWarning(form.isDirty());
  const { mutate, isPending } = useMutation({
    ...createCustomerMutation(),
    onSuccess: (customer) => {
      draft.drop();
      queryClient.invalidateQueries({ queryKey: [{ _id: 'listCustomers' }] });
      notifyDone(m, m.customers.created);
      onCreated(customer);
    },
    onError: (problem) => {
      const { beside, complete } = placeFaults(m, problem, FIELDS);
      form.setErrors(atBoxes(form.getValues(), beside));
      if (!complete) notifyProblem(m, problem);
    },
  });
  const { given_name, family_name, phone } = form.values;
  return (
    <>
      <PageHeader title={m.customers.create} below={draft.restored ? m.desk.draft.restored : undefined} />
      <Grid>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Panel title={m.customers.facts}>
            <CustomerForm
              form={form}
              onSubmit={(values) => mutate({ body: bodyOf(values) })}
              pending={isPending}
              cancel={
                <LinkButton to="/customer-care/customers" variant="subtle" onClick={draft.drop}>
                  {m.desk.cancel}
                </LinkButton>
              }
            />
          </Panel>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <LikelyMatches
            words={phone.replace(/\D/g, '').length >= 4 ? phone : `${given_name} ${family_name}`}
            onKnown={onKnown}
          />
        </Grid.Col>
      </Grid>
    </>
  );
}

/** Half-heard words as the beginning of a record: names, and digits where they make a whole number. */
function heard(words: string) {
  const parts = words.trim().split(/\s+/);
  const names = parts.filter((part) => /\p{L}/u.test(part) && !part.includes('@'));
  const digits = parts.filter((part) => /^[+\d()-]+$/.test(part)).join(' ');
  return {
    given_name: names.slice(0, -1).join(' '),
    family_name: names.at(-1) ?? '',
    phone: digits.replace(/\D/g, '').length >= 7 ? digits : '',
    email: parts.find((part) => part.includes('@')) ?? '',
  };
}

/** Who is already known and looks like the person being typed in. */
function LikelyMatches({ words, onKnown }: Pick<Props, 'onKnown'> & { words: string }) {
  const { m, f } = useI18n();
  const [asked] = useDebouncedValue(words.trim(), 300);
  const { data } = useQuery({
    ...searchCustomersOptions({ body: { query: asked, limit: 5 } }),
    enabled: asked.length >= 3,
  });
  if (asked.length < 3 || !data || data.data.length === 0) return null;
  return (
    <Panel title={m.customers.likely}>
      <Text size="sm" c="dimmed" mb="xs">
        {m.customers.likelyAbout}
      </Text>
      <ul style={{ margin: 0, paddingInlineStart: '1.1rem' }}>
        {data.data.map((customer) => (
          <li key={customer.id}>
            {onKnown ? (
              <Button variant="subtle" size="compact-sm" onClick={() => onKnown(customer.id)}>
                {customer.name}
              </Button>
            ) : (
              <Link to="/customer-care/customers/$customerId" params={{ customerId: customer.id }}>
                {customer.name}
              </Link>
            )}
            <Text size="sm" c="dimmed">
              {[customer.birth_date && f.day(customer.birth_date), customer.phone].filter(Boolean).join(' · ')}
            </Text>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
