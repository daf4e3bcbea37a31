import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { listEscalationsOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Escalation, ListEscalationsData } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Failure } from '@/ui/Failure';
import { listState } from '@/ui/listState';
import { PriorityPill } from '@/ui/marks';
import { PageHeader } from '@/ui/PageHeader';
import { Panel } from '@/ui/Panel';
import { RowLink } from '@/ui/RowLink';
import { usePatience } from '@/ui/usePatience';
import { Waited } from '@/ui/Waited';
import classes from './Escalation.module.css';
import { EscalationPill, sourceTitle } from './marks';
import { useEscalationDesk } from './useEscalationDesk';

/** What waits for a doctor: addressed to them, then what any of them may take; the most urgent first. */
export function DoctorInbox() {
  const { m } = useI18n();
  const words = m.escalations;
  return (
    <>
      <PageHeader title={words.inbox} />
      <Stack gap="lg" maw={760}>
        <Waiting title={words.mine} query={{ status: ['pending', 'in_progress'], target: ['me'] }} />
        <Waiting title={words.pool} query={{ status: ['pending'], target: ['pool'] }} />
        <Waiting
          title={words.done_}
          query={{ status: ['resolved', 'closed'], target: ['me'], sort: '-created_at' }}
          nothing={words.noneAnswered}
        />
      </Stack>
    </>
  );
}

type Asked = NonNullable<ListEscalationsData['query']>;

function Waiting({ title, query, nothing }: { title: string; query: Asked; nothing?: string }) {
  const { m } = useI18n();
  const asked = useQuery({ ...listEscalationsOptions({ query: { ...query, limit: 25 } }), refetchInterval: 15_000 });
  const state = listState(asked, asked.data?.data, { filtered: false });
  const patient = usePatience(state.phase === 'loading');
  const count = state.phase === 'rows' ? ` (${state.rows.length})` : '';
  return (
    <Panel title={`${title}${count}`} bare>
      {patient && <Skeleton h={90} aria-busy="true" aria-label={m.desk.list.loading} role="group" />}
      {state.phase === 'failed' && <Failure title={m.desk.list.failed} problem={state.problem} retry={state.retry} />}
      {state.phase === 'empty' && (
        <Text c="dimmed" size="sm">
          {nothing ?? `${m.escalations.noneForMe}. ${m.escalations.noneForMeAbout}`}
        </Text>
      )}
      {state.phase === 'rows' && (
        <ul className={classes.inbox} aria-label={title}>
          {state.rows.map((row) => (
            <Case key={row.id} escalation={row} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Case({ escalation }: { escalation: Escalation }) {
  const { m } = useI18n();
  const words = m.escalations;
  const desk = useEscalationDesk(escalation);
  const { id, priority, status, customer, waiting_since, awaiting, reason } = escalation;
  return (
    <li className={classes.card} data-row data-priority={priority}>
      <Group gap="xs">
        <PriorityPill priority={priority} />
        <EscalationPill status={status} />
        {waiting_since && (
          <Text span size="sm" fw={600}>
            {awaiting && `${m.desk.label(words.awaiting[awaiting])} `}
            <Waited since={waiting_since} />
          </Text>
        )}
      </Group>
      <RowLink to="/customer-care/escalations/$escalationId" params={{ escalationId: id }}>
        {sourceTitle(m, escalation)}
      </RowLink>
      <Text size="sm">{customer.name}</Text>
      <Text size="sm" c="dimmed" lineClamp={3}>
        {reason}
      </Text>
      {escalation.allowed.includes('accept') && (
        <div className={classes.tools}>
          <Button size="sm" loading={desk.isPending} onClick={desk.accept}>
            {words.actions.accept}
          </Button>
        </div>
      )}
    </li>
  );
}
