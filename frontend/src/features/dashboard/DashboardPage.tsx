import { Anchor, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { getDashboardOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Dashboard, Escalation, Interaction, Me, Ticket } from '@/api/generated/types.gen';
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

type Props = {
  me: Me;
  actions: ReactNode;
  parts: DashboardParts;
  /** Where somebody sees which tickets a number of theirs counts. */
  behind: LinkProps['to'];
};

/** What waits for whoever is signed in, and what they did. */
export function DashboardPage({ actions, ...rest }: Props) {
  const { m } = useI18n();
  const { data, error, isPending, refetch } = useQuery({ ...getDashboardOptions(), refetchInterval: 30_000 });
  const patient = usePatience(isPending);
  return (
    <>
      <PageHeader
        title={m.dashboard.title}
        below={data?.work && <Resolved dashboard={data} n={data.work.resolved_today} />}
        actions={actions}
      />
      {patient && <Skeleton h={320} aria-busy="true" aria-label={m.desk.list.loading} role="group" />}
      {error && !data && <Failure title={m.dashboard.failed} problem={error} retry={refetch} />}
      {data && !patient && <Loaded dashboard={data} {...rest} />}
    </>
  );
}

/** How many tickets the reader resolved today, and the way to them. */
function Resolved({ dashboard, n }: { dashboard: Dashboard; n: number }) {
  const { m } = useI18n();
  return (
    <Anchor
      size="sm"
      renderRoot={(props) => (
        <Link
          {...props}
          to="/customer-care/tickets"
          search={{ resolved_by: ['me'], 'resolved_at[gte]': dashboard.day_started_at }}
        />
      )}
    >
      {m.dashboard.resolvedToday(n)}
    </Anchor>
  );
}

function Loaded({ dashboard, parts, me, behind }: Omit<Props, 'actions'> & { dashboard: Dashboard }) {
  const { m } = useI18n();
  const words = m.dashboard;
  const { work, escalations, latest_activity: activity } = dashboard;
  const running = work?.active_interactions_count ?? 0;
  const all = running > (work?.active_interactions.length ?? 0) && (
    <Anchor
      size="sm"
      renderRoot={(props) => (
        <Link {...props} to="/customer-care/interactions" search={{ agent: ['me'], status: ['active'] }} />
      )}
    >
      {words.all(running)}
    </Anchor>
  );
  return (
    <Sides
      main={
        <Stack gap="lg">
          {work && parts.tickets(words.waiting, work.longest_waiting, words.noneWaiting)}
          <Figures dashboard={dashboard} me={me} behind={behind} />
          {work && parts.interactions(words.running, work.active_interactions, words.noneRunning, all)}
          {me.role !== 'agent' && parts.escalations(words.asked, escalations.longest_waiting, words.noneAsked)}
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
