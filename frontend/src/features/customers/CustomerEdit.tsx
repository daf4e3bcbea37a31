import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { getCustomerQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { getCustomer, updateCustomer } from '@/api/generated/sdk.gen';
import type { Customer, Problem, UpdateCustomer } from '@/api/generated/types.gen';
import { zUpdateCustomerBody } from '@/api/generated/zod.gen';
import { Clash, saveOver } from '@/api/merge';
import { placeFaults } from '@/api/problem';
import { faultsOf } from '@/api/rules';
import { useI18n } from '@/i18n/I18n';
import { ConflictDialog } from '@/ui/ConflictDialog';
import { LinkButton } from '@/ui/LinkButton';
import { notifyDone, notifyProblem } from '@/ui/notify';
import { PageHeader } from '@/ui/PageHeader';
import { Panel } from '@/ui/Panel';
import { useLeaveWarning } from '@/ui/useFormDraft';
import { CustomerForm } from './CustomerForm';
import { type CustomerField, type CustomerValues, FIELDS, patchOf, valuesOf } from './customerFields';

type CustomerClash = Clash<Customer, UpdateCustomer>;

export function CustomerEdit({ customer, onSaved }: { customer: Customer; onSaved: () => void }) {
  const { m } = useI18n();
  const queryClient = useQueryClient();
  const path = { id: customer.id };
  // What the form was filled from: a refetch must not change what a person's edits are compared with.
  const [base, setBase] = useState(customer);
  const [clash, setClash] = useState<CustomerClash>();
  const form = useForm<CustomerValues>({
    initialValues: valuesOf(base),
    validate: (values) => faultsOf(zUpdateCustomerBody, patchOf(base, values), m.desk.unclear),
  });
  useLeaveWarning(form.isDirty());

  const { mutate, isPending } = useMutation<
    Customer,
    Problem | CustomerClash,
    { over: Customer; patch: UpdateCustomer }
  >({
    mutationFn: ({ over, patch }) =>
      saveOver({
        base: over,
        patch,
        send: async (body, ifMatch) =>
          (await updateCustomer({ path, body, headers: { 'If-Match': ifMatch }, throwOnError: true })).data,
        latest: async () => (await getCustomer({ path, throwOnError: true })).data,
      }),
    onSuccess: (saved) => {
      queryClient.setQueryData(getCustomerQueryKey({ path }), saved);
      queryClient.invalidateQueries({ queryKey: [{ _id: 'listCustomers' }] });
      notifyDone(m, m.customers.created);
      onSaved();
    },
    onError: (problem) => {
      if (problem instanceof Clash) return setClash(problem);
      const { beside, complete } = placeFaults(problem, FIELDS);
      form.setErrors(beside);
      if (!complete) notifyProblem(m, problem);
    },
  });

  const keepTheirs = ({ latest, conflicts }: CustomerClash) => {
    const theirs = valuesOf(latest);
    for (const { field } of conflicts) form.setFieldValue(field, theirs[field as CustomerField]);
    // Fields left alone follow the record; what was typed elsewhere stays typed.
    const typed = patchOf(base, form.getValues());
    for (const field of FIELDS) if (!(field in typed)) form.setFieldValue(field, theirs[field]);
    setBase(latest);
    setClash(undefined);
  };
  const saveMine = ({ latest }: CustomerClash) => {
    const patch = patchOf(base, form.getValues());
    setBase(latest);
    setClash(undefined);
    mutate({ over: latest, patch });
  };

  return (
    <>
      <PageHeader title={m.customers.edit} below={customer.name} tab={m.customers.edit} />
      <Panel title={m.customers.facts}>
        <CustomerForm
          form={form}
          onSubmit={(values) => mutate({ over: base, patch: patchOf(base, values) })}
          pending={isPending}
          cancel={
            <LinkButton to=".." variant="subtle">
              {m.desk.cancel}
            </LinkButton>
          }
        />
      </Panel>
      <ConflictDialog
        differences={(clash?.conflicts ?? []).map(({ field, theirs, mine }) => ({
          field,
          label: m.customers.fields[field as CustomerField],
          theirs: String(theirs ?? ''),
          mine: String(mine ?? ''),
        }))}
        onKeepTheirs={() => clash && keepTheirs(clash)}
        onUseMine={() => clash && saveMine(clash)}
        onGoOn={() => setClash(undefined)}
      />
    </>
  );
}
