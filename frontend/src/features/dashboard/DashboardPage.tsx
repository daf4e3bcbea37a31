import { Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { getDashboardOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Dashboard, Escalation, Interaction, Ticket } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { Failure } from '@/ui/Failure';
import { happeningsOf } from '@/ui/History';
import { PageHeader } from '@/ui/PageHeader';
import { Panel } from '@/ui/Panel';
import { Sides } from '@/ui/Sides';
import { Timeline } from '@/ui/Timeline';
import { usePatience } from '@/ui/usePatience';
import { Figures } from './Figures';

type Of<Row> = (title: string, rows: Row[], nothing: string, side?: ReactNode) => ReactNode;

/** What other features know how to show. */
export type DashboardParts = { tickets: Of<Ticket>; interactions: Of<Interaction>; escalations: Of<Escalation> };

type Props = { actions: ReactNode; parts: DashboardParts };

/** What waits for whoever is signed in, and what they did. */
export function DashboardPage({ actions, parts }: Props) {
  const { m } = useI18n();
  const { data, error, isPending, refetch } = useQuery({ ...getDashboardOptions(), refetchInterval: 30_000 });
  const patient = usePatience(isPending);
  return (
    <>
      <PageHeader
        title={m.dashboard.title}
        below={data?.work ? m.dashboard.resolvedToday(data.work.resolved_today) : undefined}
        actions={actions}
      />
      {patient && <Skeleton h={320} aria-busy="true" aria-label={m.desk.list.loading} role="group" />}
      {error && !data && <Failure title={m.dashboard.failed} problem={error} retry={refetch} />}
      {data && !patient && <Loaded dashboard={data} parts={parts} />}
    </>
  );
}

function Loaded({ dashboard, parts }: { dashboard: Dashboard; parts: DashboardParts }) {
  const { m } = useI18n();
  const words = m.dashboard;
  const { work, escalations, latest_activity: activity } = dashboard;
  const unseen = work ? work.active_interactions_count - work.active_interactions.length : 0;
  const more = unseen > 0 && (
    <Text size="sm" c="dimmed">
      {words.more(unseen)}
    </Text>
  );
  return (
    <Sides
      main={
        <Stack gap="lg">
          {work && parts.tickets(words.waiting, work.longest_waiting, words.noneWaiting)}
          <Figures dashboard={dashboard} />
          {work && parts.interactions(words.running, work.active_interactions, words.noneRunning, more)}
          {parts.escalations(words.asked, escalations.longest_waiting, words.noneAsked)}
        </Stack>
      }
      side={
        <Panel title={words.activity}>
          {activity.length === 0 ? (
            <Text size="sm" c="dimmed">
              {words.noActivity}
            </Text>
          ) : (
            <Timeline label={words.activity} happenings={happeningsOf(m, activity)} />
          )}
        </Panel>
      }
    />
  );
}
