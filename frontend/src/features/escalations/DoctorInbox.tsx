import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { listEscalationsOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Escalation, ListEscalationsData } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Failure } from '@/ui/Failure';
import { LeftSign } from '@/ui/LeftSign';
import { listState } from '@/ui/listState';
import { PriorityPill } from '@/ui/marks';
import { PageHeader } from '@/ui/PageHeader';
import { Panel } from '@/ui/Panel';
import { RowLink } from '@/ui/RowLink';
import { usePatience } from '@/ui/usePatience';
import { useSteadyRows } from '@/ui/useSteadyRows';
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

/** The most the desk gives in one answer. */
const MOST = 100;

type Asked = NonNullable<ListEscalationsData['query']>;

type Props = { title: string; query: Asked; nothing?: string };

function Waiting({ title, query, nothing }: Props) {
  const { m } = useI18n();
  const [limit, setLimit] = useState(25);
  const asked = useQuery({
    ...listEscalationsOptions({ query: { ...query, limit } }),
    refetchInterval: 15_000,
    placeholderData: keepPreviousData,
  });
  // A case that moved up under the thumb would be accepted in place of another.
  const steady = useSteadyRows(`${title} ${limit}`, asked);
  const state = listState(asked, steady.rows, { filtered: false });
  const patient = usePatience(state.phase === 'loading');
  const more = asked.data?.page.has_more === true && limit < MOST;
  const count = state.phase === 'rows' ? ` (${state.rows.length}${more ? '+' : ''})` : '';
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
            <Case key={row.id} escalation={row} left={steady.left.has(row.id)} />
          ))}
        </ul>
      )}
      {steady.changed > 0 && (
        <Button variant="light" fullWidth mt="sm" onClick={steady.show}>
          {m.desk.list.changed(steady.changed)} · {m.desk.list.showChanged}
        </Button>
      )}
      {more && (
        <Button variant="default" fullWidth mt="sm" loading={asked.isFetching} onClick={() => setLimit(MOST)}>
          {m.desk.history.more}
        </Button>
      )}
    </Panel>
  );
}

function Case({ escalation, left }: { escalation: Escalation; left: boolean }) {
  const { m } = useI18n();
  const words = m.escalations;
  const navigate = useNavigate();
  const desk = useEscalationDesk(escalation);
  const open = () => {
    navigate({ to: '/customer-care/escalations/$escalationId', params: { escalationId: escalation.id } });
  };
  const { id, priority, status, customer, waiting_since, awaiting, reason } = escalation;
  return (
    <li className={classes.card} data-row data-priority={priority}>
      <Group gap="xs">
        <PriorityPill priority={priority} />
        {left ? <LeftSign /> : <EscalationPill status={status} />}
        {waiting_since && !left && (
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
      {escalation.allowed.includes('accept') && !left && (
        <div className={classes.tools}>
          <Button size="sm" loading={desk.isPending} onClick={() => desk.accept(open)}>
            {words.actions.accept}
          </Button>
        </div>
      )}
    </li>
  );
}
