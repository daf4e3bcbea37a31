import { Button, Group, NativeSelect, SegmentedControl, Stack, Switch, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { type ReactNode, useState } from 'react';
import { createInteraction } from '@/api/generated/sdk.gen';
import type { Interaction } from '@/api/generated/types.gen';
import { placeFaults } from '@/api/problem';
import { useI18n } from '@/i18n/I18n';
import { Elapsed } from '@/ui/Elapsed';
import { LinkButton } from '@/ui/LinkButton';
import { Panel } from '@/ui/Panel';
import { TimeFields } from '@/ui/TimeFields';
import { useDoing } from '@/ui/useDoing';
import { useLeaveWarning } from '@/ui/useFormDraft';
import { bodyOf, FIELDS, faultsIn, freshValues, type LogValues, mayReachNobody } from './logFields';
import { useLogDraft } from './useLogDraft';

type Props = {
  customerId?: string;
  ticketId?: string;
  /** Finds the customer; `leaving` is for before the page is left to make one, so that the time does not begin anew. */
  customer: (leaving: () => void) => ReactNode;
  onLogged: (interaction: Interaction) => void;
};

export function InteractionLog({ customerId, ticketId, customer, onLogged }: Props) {
  const { m, f } = useI18n();
  const words = m.interactions;
  const [fresh] = useState(freshValues);
  const draft = useLogDraft(customerId, fresh);
  const form = useForm<LogValues>({ initialValues: draft.values, onValuesChange: draft.keep });
  const { values } = form;
  const late = values.late !== '';
  const reachedNobody = mayReachNobody(values) && values.no_answer !== '';
  const [restored, setRestored] = useState(draft.restored);
  const startOver = () => {
    form.setValues(freshValues());
    draft.drop();
    setRestored(false);
  };
  useLeaveWarning(form.isDirty());
  const { run, isPending } = useDoing('Interaction', 'Ticket');

  const save = (ended: boolean) => {
    const faults = faultsIn(values, ended || late, customerId !== undefined, f.timeZone);
    form.setErrors(
      Object.fromEntries(faults.map((field) => [field, field === 'summary' ? m.desk.tooShort(10) : m.desk.required])),
    );
    if (!customerId || faults.length > 0) return;
    run({
      run: async () => {
        const body = bodyOf(values, customerId, ticketId, ended, f.timeZone);
        const { data } = await createInteraction({ body, throwOnError: true });
        draft.drop();
        onLogged(data);
      },
      said: words.logged,
      refused: (problem) => {
        const { beside, complete } = placeFaults(m, problem, FIELDS);
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
            {m.desk.label(words.timer)} <Elapsed since={values.begun} />
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
          {customer(() => draft.handOn(values))}
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
          {mayReachNobody(values) && (
            <Switch
              label={words.noAnswer}
              description={words.noAnswerAbout}
              checked={values.no_answer !== ''}
              onChange={(event) => form.setFieldValue('no_answer', event.currentTarget.checked ? 'no_answer' : '')}
            />
          )}
          <Group justify="flex-end" gap="xs">
            <LinkButton to="/customer-care/interactions" variant="subtle" onClick={draft.drop}>
              {m.desk.cancel}
            </LinkButton>
            {!late && !reachedNobody && (
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
