import { Button, Group, NativeSelect, SegmentedControl, Stack, Switch, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { type ReactNode, useState } from 'react';
import { createInteraction } from '@/api/generated/sdk.gen';
import type { Channel, CreateInteraction, Direction, Interaction } from '@/api/generated/types.gen';
import { placeFaults } from '@/api/problem';
import { deskNow } from '@/api/runtime';
import { useI18n } from '@/i18n/I18n';
import { Elapsed } from '@/ui/Elapsed';
import { Panel } from '@/ui/Panel';
import { instantOf, TimeFields } from '@/ui/TimeFields';
import { useDoing } from '@/ui/useDoing';
import { useFormDraft, useLeaveWarning } from '@/ui/useFormDraft';

const FIELDS = ['channel', 'direction', 'summary', 'transcript', 'started_at', 'ended_at'] as const;
/** `begun` is when the page was opened: the caller does not wait until they are found. */
type Values = Record<(typeof FIELDS)[number] | 'late' | 'begun', string>;

type Props = {
  customerId?: string;
  ticketId?: string;
  /** Finds the customer; `leaving` is for before the page is left to make one, so that the time does not begin anew. */
  customer: (leaving: () => void) => ReactNode;
  onLogged: (interaction: Interaction) => void;
};

export function InteractionLog({ customerId, ticketId, customer, onLogged }: Props) {
  const { m } = useI18n();
  const words = m.interactions;
  const [fresh] = useState<Values>(() => ({
    channel: 'call',
    direction: 'inbound',
    summary: '',
    transcript: '',
    started_at: '',
    ended_at: '',
    late: '',
    begun: deskNow().toISOString(),
  }));
  const draft = useFormDraft<Values>('interaction.new', fresh);
  const form = useForm<Values>({ initialValues: draft.values, onValuesChange: draft.keep });
  const { values } = form;
  const late = values.late !== '';
  const [restored, setRestored] = useState(draft.restored);
  const startOver = () => {
    form.setValues({ ...fresh, begun: deskNow().toISOString() });
    draft.drop();
    setRestored(false);
  };
  useLeaveWarning(form.isDirty());
  const { run, isPending } = useDoing('Interaction', 'Ticket');

  const save = (ended: boolean) => {
    const faults = faultsIn(values, ended || late, customerId !== undefined);
    form.setErrors(
      Object.fromEntries(faults.map((field) => [field, field === 'summary' ? m.desk.tooShort(10) : m.desk.required])),
    );
    if (!customerId || faults.length > 0) return;
    run({
      run: async () => {
        const body = bodyOf(values, customerId, ticketId, ended);
        const { data } = await createInteraction({ body, throwOnError: true });
        draft.drop();
        onLogged(data);
      },
      said: words.logged,
      refused: (problem) => {
        const { beside, complete } = placeFaults(problem, FIELDS);
        form.setErrors(beside);
        return complete;
      },
    });
  };

  return (
    <Panel
      title={words.details}
      side={
        !late && (
          <Text size="sm">
            {words.timer}: <Elapsed since={values.begun} />
          </Text>
        )
      }
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save(true);
        }}
      >
        <Stack>
          {restored && (
            <Group justify="space-between">
              <Text size="sm" c="dimmed">
                {m.desk.draft.restored}
              </Text>
              <Button size="compact-sm" variant="default" onClick={startOver}>
                {words.startOver}
              </Button>
            </Group>
          )}
          <SegmentedControl
            aria-label={words.channel}
            value={values.channel}
            data={(['call', 'chat', 'email'] as const).map((value) => ({ value, label: words.one[value] }))}
            onChange={(value) => form.setFieldValue('channel', value)}
          />
          {customer(() => draft.keep(values))}
          {form.errors.customer && (
            <Text role="alert" size="sm" c="var(--mantine-color-error)">
              {m.customers.choose}
            </Text>
          )}
          <NativeSelect
            label={words.direction}
            data={(['inbound', 'outbound'] as const).map((value) => ({ value, label: words.directions[value] }))}
            {...form.getInputProps('direction')}
          />
          <Textarea
            label={words.summary}
            description={words.summaryAbout}
            autosize
            minRows={3}
            maxRows={10}
            maxLength={5000}
            {...form.getInputProps('summary')}
          />
          <Textarea
            label={words.transcript}
            description={words.transcriptAbout}
            autosize
            minRows={4}
            maxRows={18}
            maxLength={100_000}
            {...form.getInputProps('transcript')}
          />
          <Switch
            label={words.late}
            checked={late}
            onChange={(event) => form.setFieldValue('late', event.currentTarget.checked ? 'late' : '')}
          />
          {late && (
            <TimeFields
              times={values}
              onChange={(times) => form.setValues(times)}
              faults={{ started_at: text(form.errors.started_at), ended_at: text(form.errors.ended_at) }}
            />
          )}
          <Group justify="flex-end" gap="xs">
            {!late && (
              <Button variant="default" loading={isPending} onClick={() => save(false)}>
                {words.keepRunning}
              </Button>
            )}
            <Button type="submit" loading={isPending}>
              {words.endNow}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

const text = (fault: ReactNode) => (typeof fault === 'string' ? fault : undefined);

function faultsIn(values: Values, ended: boolean, found: boolean): string[] {
  const length = [...values.summary.trim()].length;
  const late = values.late !== '';
  return [
    ...(found ? [] : ['customer']),
    ...((ended && length < 10) || (length > 0 && length < 10) ? ['summary'] : []),
    ...(late && !instantOf(values.started_at) ? ['started_at'] : []),
    ...(late && !instantOf(values.ended_at) ? ['ended_at'] : []),
  ];
}

function bodyOf(values: Values, customer_id: string, ticket_id: string | undefined, ended: boolean): CreateInteraction {
  const late = values.late !== '';
  const ended_at = late ? instantOf(values.ended_at) : ended ? deskNow().toISOString() : undefined;
  return {
    customer_id,
    channel: values.channel as Channel,
    direction: values.direction as Direction,
    started_at: late ? instantOf(values.started_at) : values.begun,
    ...(ended_at ? { ended_at } : {}),
    ...(values.summary.trim() === '' ? {} : { summary: values.summary }),
    ...(values.transcript.trim() === '' ? {} : { transcript: values.transcript }),
    ...(ticket_id ? { ticket_id } : {}),
  };
}
