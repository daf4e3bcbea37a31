import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import {
  listInteractionEscalationsOptions,
  listTicketEscalationsOptions,
} from '@/api/generated/@tanstack/react-query.gen';
import type { Escalation, Me } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { useActions } from '@/ui/actions';
import { Failure } from '@/ui/Failure';
import { PriorityPill } from '@/ui/marks';
import { Panel } from '@/ui/Panel';
import { Waited } from '@/ui/Waited';
import { Discussion, discussId } from './Discussion';
import { EscalationBody } from './EscalationBody';
import { type EscalationQuestion, escalationActions } from './escalationActions';
import { EscalationPill, targetName } from './marks';
import type { Source } from './RaiseDialog';
import { useEscalationDesk } from './useEscalationDesk';
import { useEscalationHiding } from './useEscalationHiding';

const RaiseDialog = lazy(() => import('./RaiseDialog').then((it) => ({ default: it.RaiseDialog })));

const EscalationDialogs = lazy(() => import('./EscalationDialogs').then((it) => ({ default: it.EscalationDialogs })));

type Props = {
  source: Source;
  me: Me;
  raising: boolean;
  onRaising: (raising: boolean) => void;
  onUse?: (escalationId: string, answer: string) => void;
};

/** The escalations of a ticket or an interaction: the latest in full where it matters, those before by a link. */
export function EscalationPanel({ source, me, raising, onRaising, onUse }: Props) {
  const { m } = useI18n();
  const options = source.type === 'ticket' ? listTicketEscalationsOptions : listInteractionEscalationsOptions;
  const { data, error, refetch } = useQuery({
    ...options({ path: { id: source.id }, query: { limit: 25 } }),
    refetchInterval: 15_000,
  });
  const all = [...(data?.data ?? [])].sort((a, b) => b.created_at.localeCompare(a.created_at));
  const open = all.find(({ status }) => status !== 'closed');
  const earlier = all.filter(({ id }) => id !== open?.id);
  return (
    <>
      {error && !data && <Failure title={m.escalations.one} problem={error} retry={refetch} />}
      {open && <Full escalation={open} me={me} onUse={onUse} />}
      {earlier.length > 0 && (
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            {m.desk.label(m.escalations.earlier)}
          </Text>
          {earlier.map((each) => (
            <Group key={each.id} gap={6}>
              <Link to="/customer-care/escalations/$escalationId" params={{ escalationId: each.id }}>
                {targetName(m, each)}
              </Link>
              <EscalationPill status={each.status} />
            </Group>
          ))}
        </Group>
      )}
      {raising && (
        <Suspense fallback={null}>
          <RaiseDialog source={source} onClose={() => onRaising(false)} />
        </Suspense>
      )}
    </>
  );
}

function Full({ escalation, me, onUse }: { escalation: Escalation } & Pick<Props, 'me' | 'onUse'>) {
  const { m } = useI18n();
  const desk = useEscalationDesk(escalation);
  const hiding = useEscalationHiding();
  const [asked, setAsked] = useState<EscalationQuestion>();
  const actions = escalationActions(m, escalation, {
    accept: () => desk.accept(),
    close: desk.close,
    discuss: () => document.getElementById(discussId(escalation.id))?.focus(),
    ask: setAsked,
    ...hiding.of(escalation),
  }).filter(({ id }) => id !== 'discuss' && id !== 'delete_escalation');
  // By name alone: the keys are those of the record it stands on.
  useActions(actions.map((action) => ({ ...action, keys: undefined })));
  return (
    <Panel
      title={`${m.desk.label(m.escalations.one)} ${targetName(m, escalation)}`}
      side={
        <Group gap="xs">
          <EscalationPill status={escalation.status} />
          <PriorityPill priority={escalation.priority} />
          {escalation.waiting_since && (
            <Text span size="sm">
              <Waited since={escalation.waiting_since} />
            </Text>
          )}
        </Group>
      }
    >
      <Stack gap="sm">
        <EscalationBody escalation={escalation} onUse={onUse}>
          <section aria-label={m.escalations.discussion}>
            <Discussion escalation={escalation} />
          </section>
        </EscalationBody>
        <Group gap="xs">
          {actions.map(({ id, label, icon: Icon, run }) => (
            <Button key={id} size="xs" variant="default" leftSection={<Icon size={14} aria-hidden />} onClick={run}>
              {label}
            </Button>
          ))}
          <Text span size="sm">
            <Link to="/customer-care/escalations/$escalationId" params={{ escalationId: escalation.id }}>
              {m.escalations.open}
            </Link>
          </Text>
        </Group>
      </Stack>
      {asked && (
        <Suspense fallback={null}>
          <EscalationDialogs asked={asked} escalation={escalation} me={me} onClose={() => setAsked(undefined)} />
        </Suspense>
      )}
    </Panel>
  );
}
