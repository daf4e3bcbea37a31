import { Group, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { ASKED, useColleagueNames } from '@/api/colleagues';
import { getEscalationOptions, getEscalationTimelineInfiniteOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Escalation, Me } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { ActionButtons } from '@/ui/ActionButtons';
import { ActionMenu } from '@/ui/ActionMenu';
import { useActions } from '@/ui/actions';
import { BackLink } from '@/ui/BackLink';
import { DeletedNotice } from '@/ui/DeletedNotice';
import { History } from '@/ui/History';
import { PriorityPill } from '@/ui/marks';
import { PageHeader } from '@/ui/PageHeader';
import { PageLoading } from '@/ui/PageLoading';
import { Facts, Panel } from '@/ui/Panel';
import { RelativeTime } from '@/ui/RelativeTime';
import { Sides } from '@/ui/Sides';
import { tellChange } from '@/ui/tell';
import { Waited } from '@/ui/Waited';
import { Discussion, discussId } from './Discussion';
import { EscalationBody } from './EscalationBody';
import { escalationActions, questionFor } from './escalationActions';
import { EscalationPill, sourceTitle, targetName } from './marks';
import { useEscalationDesk } from './useEscalationDesk';
import { useEscalationHiding } from './useEscalationHiding';

const EscalationDialogs = lazy(() => import('./EscalationDialogs').then((it) => ({ default: it.EscalationDialogs })));

/** What stands behind the three dots and not beside the answer. */
const APART = ['redact', 'raise_priority', 'delete_escalation'];

type Props = {
  escalationId: string;
  me: Me;
  /** The list it belongs to for this person. */
  back: '/customer-care/escalations' | '/doctor/escalations';
  /** Its ticket or interaction, and its customer, as other features show them. */
  source: (escalation: Escalation) => ReactNode;
  customer: (id: string) => ReactNode;
};

export function EscalationPage({ escalationId, ...rest }: Props) {
  const { data } = useQuery({
    ...getEscalationOptions({ path: { id: escalationId } }),
    refetchInterval: 15_000,
    throwOnError: (_, { state }) => state.data === undefined,
  });
  return data ? <Loaded escalation={data} {...rest} /> : <PageLoading />;
}

function Loaded({ escalation, me, back, source, customer }: Omit<Props, 'escalationId'> & { escalation: Escalation }) {
  const { m } = useI18n();
  const words = m.escalations;
  const desk = useEscalationDesk(escalation);
  const hiding = useEscalationHiding();
  const compose = useLocation({ select: ({ state }) => state.compose });
  const [asked, setAsked] = useState(() => questionFor(escalation, compose));
  useEffect(() => {
    if (compose === 'discuss') document.getElementById(discussId(escalation.id))?.focus();
  }, [compose, escalation.id]);
  const actions = escalationActions(m, escalation, {
    accept: () => desk.accept(),
    close: desk.close,
    discuss: () => document.getElementById(discussId(escalation.id))?.focus(),
    ask: setAsked,
    ...hiding.of(escalation),
  });
  useActions(actions);
  const main = actions.filter(({ id }) => !APART.includes(id));
  const time = (at: string | null) => at && <RelativeTime at={at} />;
  return (
    <>
      <PageHeader
        title={sourceTitle(m, escalation)}
        tab={words.one}
        above={<BackLink to={back}>{back === '/doctor/escalations' ? words.inbox : words.title}</BackLink>}
        below={
          <Group gap="xs" mt={6}>
            <EscalationPill status={escalation.status} />
            <PriorityPill priority={escalation.priority} />
            {escalation.waiting_since && (
              <Text span size="sm">
                {escalation.awaiting && `${m.desk.label(words.awaiting[escalation.awaiting])} `}
                <Waited since={escalation.waiting_since} />
              </Text>
            )}
          </Group>
        }
        actions={
          <>
            <ActionButtons actions={main} next={main[0]?.apart ? undefined : main[0]?.id} />
            <ActionMenu actions={actions.filter(({ id }) => APART.includes(id))} label={m.desk.more} />
          </>
        }
      />
      <DeletedNotice at={escalation.deleted_at} by={escalation.deleted_by} />
      <Sides
        main={
          <>
            <Panel title={words.reason}>
              <EscalationBody escalation={escalation} />
            </Panel>
            {source(escalation)}
            <Panel title={words.discussion}>
              <Discussion escalation={escalation} />
            </Panel>
          </>
        }
        side={
          <>
            <Panel title={words.one}>
              <Facts
                facts={[
                  [words.target, targetName(m, escalation)],
                  [words.by, escalation.escalated_by?.name],
                  [words.at, time(escalation.created_at)],
                  [words.acceptedAt, time(escalation.accepted_at)],
                  [words.resolvedAt, time(escalation.resolved_at)],
                  [words.closedAt, time(escalation.closed_at)],
                ]}
              />
            </Panel>
            {customer(escalation.customer.id)}
            <Path escalation={escalation} />
          </>
        }
      />
      {asked && (
        <Suspense fallback={null}>
          <EscalationDialogs asked={asked} escalation={escalation} me={me} onClose={() => setAsked(undefined)} />
        </Suspense>
      )}
    </>
  );
}

function Path({ escalation }: { escalation: Escalation }) {
  const { m } = useI18n();
  const people = useColleagueNames(ASKED);
  const path = { id: escalation.id };
  const query = useInfiniteQuery({
    ...getEscalationTimelineInfiniteOptions({ path, query: { limit: 25 } }),
    initialPageParam: { path },
    getNextPageParam: ({ page }) => page.next_cursor ?? undefined,
  });
  return (
    <History
      page="escalation"
      query={query}
      tell={(field, from, to, of) => tellChange(m, field, { from, to }, of, people)}
    />
  );
}
