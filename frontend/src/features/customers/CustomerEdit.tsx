import { Grid } from '@mantine/core';
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
import { keepChanges, takeUp } from '@/ui/editDraft';
import { LinkButton } from '@/ui/LinkButton';
import { notifyDone, notifyProblem } from '@/ui/notify';
import { PageHeader } from '@/ui/PageHeader';
import { Panel } from '@/ui/Panel';
import { writeDraft } from '@/ui/useDraft';
import { useLeaveWarning } from '@/ui/useFormDraft';
import { CustomerForm } from './CustomerForm';
import {
  atBoxes,
  type CustomerField,
  type CustomerValues,
  FIELDS,
  patchOf,
  recordWith,
  valuesOf,
} from './customerFields';

type CustomerClash = Clash<Customer, UpdateCustomer>;

export function CustomerEdit({ customer, onSaved }: { customer: Customer; onSaved: () => void }) {
  const { m } = useI18n();
  const queryClient = useQueryClient();
  const path = { id: customer.id };
  const draft = `customer.${customer.id}.edit`;
  // What the form was filled from: a refetch must not change what a person's edits are compared with.
  const [begun] = useState(() => takeUp(draft, { version: customer.version, values: valuesOf(customer) }));
  const [base, setBase] = useState(begun.base);
  const [clash, setClash] = useState<CustomerClash>();
  const form = useForm<CustomerValues>({
    initialValues: begun.values,
    onValuesChange: (values) => keepChanges(draft, base, values),
    validate: (values) => atBoxes(values, faultsOf(zUpdateCustomerBody, patchOf(base.values, values), m.desk)),
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
      writeDraft(draft, '');
      queryClient.setQueryData(getCustomerQueryKey({ path }), saved);
      queryClient.invalidateQueries({ queryKey: [{ _id: 'listCustomers' }] });
      notifyDone(m, m.customers.created);
      onSaved();
    },
    onError: (problem) => {
      if (problem instanceof Clash) return setClash(problem);
      const { beside, complete } = placeFaults(m, problem, FIELDS);
      form.setErrors(atBoxes(form.getValues(), beside));
      if (!complete) notifyProblem(m, problem);
    },
  });

  /** Goes on from the record as it is now: what was typed stays, save in `theirs`. */
  const goOnFrom = (latest: Customer, theirs: string[]) => {
    const now = { version: latest.version, values: valuesOf(latest) };
    const typed = patchOf(base.values, form.getValues());
    const values = { ...form.getValues() };
    for (const field of FIELDS) {
      if (!(field in typed) || theirs.includes(field)) Object.assign(values, { [field]: now.values[field] });
    }
    setBase(now);
    setClash(undefined);
    form.setValues(values);
    keepChanges(draft, now, values);
    return patchOf(now.values, values);
  };
  const fieldsOf = ({ conflicts }: CustomerClash) => conflicts.map(({ field }) => field);
  const wordOf = (value: unknown) => (Array.isArray(value) ? value.join(', ') : String(value ?? ''));

  return (
    <>
      <PageHeader
        title={m.customers.edit}
        below={begun.restored ? `${customer.name} · ${m.desk.draft.restored}` : customer.name}
        tab={m.customers.edit}
      />
      <Grid>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Panel title={m.customers.facts}>
            <CustomerForm
              form={form}
              identifiers={customer.identifiers}
              onSubmit={(values) =>
                mutate({
                  over: recordWith(customer, base.version, base.values),
                  patch: patchOf(base.values, values),
                })
              }
              pending={isPending}
              cancel={
                <LinkButton to=".." variant="subtle" onClick={() => writeDraft(draft, '')}>
                  {m.desk.cancel}
                </LinkButton>
              }
            />
          </Panel>
        </Grid.Col>
      </Grid>
      <ConflictDialog
        differences={(clash?.conflicts ?? []).map(({ field, theirs, mine }) => ({
          field,
          label: m.customers.fields[field as CustomerField],
          theirs: wordOf(theirs),
          mine: wordOf(mine),
        }))}
        onKeepTheirs={() => clash && goOnFrom(clash.latest, fieldsOf(clash))}
        onUseMine={() => clash && mutate({ over: clash.latest, patch: goOnFrom(clash.latest, []) })}
        onGoOn={() => setClash(undefined)}
      />
    </>
  );
}
