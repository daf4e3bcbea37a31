import { Button, Group, NativeSelect, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createTicketMutation } from '@/api/generated/@tanstack/react-query.gen';
import type { Category, CreateTicket, Me, Priority, Ticket } from '@/api/generated/types.gen';
import { zCreateTicketBody } from '@/api/generated/zod.gen';
import { placeFaults } from '@/api/problem';
import { faultsOf } from '@/api/rules';
import { useI18n } from '@/i18n/I18n';
import { LinkButton } from '@/ui/LinkButton';
import { notifyDone, notifyProblem } from '@/ui/notify';
import { Panel } from '@/ui/Panel';
import { useFormDraft, useLeaveWarning } from '@/ui/useFormDraft';
import { refresh } from './ticketCache';
import { useCareTeam } from './useCareTeam';

const FIELDS = ['subject', 'description', 'category', 'priority', 'assignee_id'] as const;
type Values = Record<(typeof FIELDS)[number], string>;

type Props = {
  customerId: string;
  interactionId?: string;
  /** What the description begins with. */
  summary?: string;
  me: Me;
  onOpened: (ticket: Ticket) => void;
};

export function TicketCreate({ customerId, interactionId, summary = '', me, onOpened }: Props) {
  const { m } = useI18n();
  const words = m.tickets;
  const queryClient = useQueryClient();
  const staff = useCareTeam();
  const fresh: Values = { subject: '', description: summary, category: '', priority: 'medium', assignee_id: me.id };
  const draft = useFormDraft<Values>(`ticket.new.${interactionId ?? customerId}`, fresh);
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
