import { Grid, Text } from '@mantine/core';
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

export function CustomerCreate({ onCreated }: { onCreated: (customer: Customer) => void }) {
  const { m } = useI18n();
  const queryClient = useQueryClient();
  const draft = useFormDraft('customer.new', valuesOf());
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
      const { beside, complete } = placeFaults(problem, FIELDS);
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
          <LikelyMatches words={phone.replace(/\D/g, '').length >= 4 ? phone : `${given_name} ${family_name}`} />
        </Grid.Col>
      </Grid>
    </>
  );
}

/** Who is already known and looks like the person being typed in. */
function LikelyMatches({ words }: { words: string }) {
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
            <Link to="/customer-care/customers/$customerId" params={{ customerId: customer.id }}>
              {customer.name}
            </Link>
            <Text size="sm" c="dimmed">
              {[customer.birth_date && f.day(customer.birth_date), customer.phone].filter(Boolean).join(' · ')}
            </Text>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
