import { Button, Group, NativeSelect, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { createTicketMutation, listTicketsOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Category, CreateTicket, Me, Priority, Ticket } from '@/api/generated/types.gen';
import { zCreateTicketBody } from '@/api/generated/zod.gen';
import { placeFaults } from '@/api/problem';
import { faultsOf } from '@/api/rules';
import { useI18n } from '@/i18n/I18n';
import { Failure } from '@/ui/Failure';
import { LinkButton } from '@/ui/LinkButton';
import { notifyDone, notifyProblem } from '@/ui/notify';
import { Panel } from '@/ui/Panel';
import { useFormDraft, useLeaveWarning } from '@/ui/useFormDraft';
import { StatusPill } from './pills';
import { refresh } from './ticketCache';
import { useCareTeam } from './useCareTeam';

const FIELDS = ['subject', 'description', 'category', 'priority', 'assignee_id'] as const;
type Values = Record<(typeof FIELDS)[number], string>;

type Props = { customerId: string; interactionId?: string; me: Me; onOpened: (ticket: Ticket) => void };

export function TicketCreate({ customerId, interactionId, me, onOpened }: Props) {
  const { m } = useI18n();
  const words = m.tickets;
  const queryClient = useQueryClient();
  const staff = useCareTeam();
  const fresh: Values = { subject: '', description: '', category: '', priority: 'medium', assignee_id: me.id };
  const draft = useFormDraft<Values>(`ticket.new.${customerId}`, fresh);
  const form = useForm<Values>({
    initialValues: draft.values,
    onValuesChange: draft.keep,
    validate: (values) => ({
      ...faultsOf(zCreateTicketBody, bodyOf(customerId, values), m.desk),
      ...(values.category === '' ? { category: m.desk.required } : {}),
    }),
  });
  useLeaveWarning(form.isDirty());
  const { mutate, isPending } = useMutation({
    ...createTicketMutation(),
    onSuccess: (ticket) => {
      draft.drop();
      refresh(queryClient);
      notifyDone(m, words.opened(ticket.number));
      onOpened(ticket);
    },
    onError: (problem) => {
      const { beside, complete } = placeFaults(m, problem, FIELDS);
      form.setErrors(beside);
      if (!complete) notifyProblem(m, problem);
    },
  });
  const choices = (names: Record<string, string>) => Object.entries(names).map(([value, label]) => ({ value, label }));
  const others = staff.filter(({ id }) => id !== me.id).map(({ id, name }) => ({ value: id, label: name }));

  return (
    <Panel title={words.details}>
      <form
        onSubmit={form.onSubmit((values) =>
          mutate({ body: { ...bodyOf(customerId, values), interaction_id: interactionId } }),
        )}
        noValidate
      >
        <Stack>
          {draft.restored && (
            <Text size="sm" c="dimmed">
              {m.desk.draft.restored}
            </Text>
          )}
          <TextInput label={words.subject} required autoFocus maxLength={255} {...form.getInputProps('subject')} />
          <Textarea
            label={words.description}
            required
            autosize
            minRows={4}
            maxRows={14}
            {...form.getInputProps('description')}
          />
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            <NativeSelect
              label={words.category}
              required
              data={[{ value: '', label: '–' }, ...choices(words.categories)]}
              {...form.getInputProps('category')}
            />
            <NativeSelect label={words.priority} data={choices(words.priorities)} {...form.getInputProps('priority')} />
            <NativeSelect
              label={words.assignee}
              data={[{ value: me.id, label: words.mine }, { value: '', label: words.putInQueue }, ...others]}
              {...form.getInputProps('assignee_id')}
            />
          </SimpleGrid>
          <Group justify="flex-end">
            <LinkButton to=".." variant="subtle" onClick={draft.drop}>
              {m.desk.cancel}
            </LinkButton>
            <Button type="submit" loading={isPending}>
              {words.open}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

function bodyOf(customerId: string, values: Values): CreateTicket {
  return {
    customer_id: customerId,
    subject: values.subject,
    description: values.description,
    category: values.category as Category,
    priority: values.priority as Priority,
    assignee_id: values.assignee_id === '' ? null : values.assignee_id,
  };
}

/** What is already open for this customer, so that nobody files the same thing twice. */
export function OpenTickets({ customerId }: { customerId: string }) {
  const { m } = useI18n();
  const { data, error, refetch } = useQuery(
    listTicketsOptions({ query: { customer_id: customerId, status: ['open', 'pending', 'escalated'], limit: 25 } }),
  );
  // Unseen, this would look like a customer without tickets.
  if (error && !data) return <Failure title={m.tickets.ofCustomer} problem={error} retry={refetch} />;
  if (!data || data.data.length === 0) return null;
  return (
    <Panel title={m.tickets.openOfCustomer(data.data.length)}>
      <Text size="sm" c="dimmed" mb="xs">
        {m.tickets.openOfCustomerAbout}
      </Text>
      <Stack gap="xs">
        {data.data.map(({ id, number, subject, status }) => (
          <div key={id}>
            <Link to="/customer-care/tickets/$ticketId" params={{ ticketId: number }}>
              {subject}
            </Link>
            <Group gap="xs">
              <Text size="xs" c="dimmed">
                {number}
              </Text>
              <StatusPill status={status} />
            </Group>
          </div>
        ))}
      </Stack>
    </Panel>
  );
}
