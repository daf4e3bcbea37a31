import { Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { getInteractionOptions } from '@/api/generated/@tanstack/react-query.gen';
import type { Interaction, Me } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { ActionButtons } from '@/ui/ActionButtons';
import { ActionMenu } from '@/ui/ActionMenu';
import { useActions } from '@/ui/actions';
import { BackLink } from '@/ui/BackLink';
import { DeletedNotice } from '@/ui/DeletedNotice';
import { Elapsed } from '@/ui/Elapsed';
import { HandedOver } from '@/ui/HandedOver';
import type { PickCustomer } from '@/ui/MoveDialog';
import { ChannelPill } from '@/ui/marks';
import { PageHeader } from '@/ui/PageHeader';
import { PageLoading } from '@/ui/PageLoading';
import { Sides } from '@/ui/Sides';
import { useDoing } from '@/ui/useDoing';
import { hold } from './holding';
import { InteractionFacts } from './InteractionFacts';
import { InteractionHistory, useInteractionTimeline } from './InteractionHistory';
import { type InteractionQuestion, interactionActions } from './interactionActions';
import { sendAgent } from './interactionCalls';
import { InteractionPill, interactionTitle } from './marks';
import { NOTE_ID, Notes } from './Notes';
import { useInteractionHiding } from './useInteractionHiding';
import { Words } from './Words';
import { SUMMARY_ID, WrapUp } from './WrapUp';

const InteractionDialogs = lazy(() =>
  import('./InteractionDialogs').then((it) => ({ default: it.InteractionDialogs })),
);

/** What other features know how to show. */
export type InteractionParts = {
  /** What everybody is to know of a customer before they say a word. */
  notice: (id: string) => ReactNode;
  customer: (id: string) => ReactNode;
  pick: PickCustomer;
  escalations: (at: { interaction: Interaction; raising: boolean; onRaising: (raising: boolean) => void }) => ReactNode;
};

type Props = { interactionId: string; me: Me; parts: InteractionParts; raise?: boolean };

export function InteractionPage({ interactionId, ...rest }: Props) {
  const { data } = useQuery({
    ...getInteractionOptions({ path: { id: interactionId } }),
    refetchInterval: 30_000,
    throwOnError: (_, { state }) => state.data === undefined,
  });
  return data ? <Loaded interaction={data} {...rest} /> : <PageLoading />;
}

type LoadedProps = Omit<Props, 'interactionId'> & { interaction: Interaction };

function Loaded({ interaction, me, parts, raise = false }: LoadedProps) {
  const { m } = useI18n();
  const words = m.interactions;
  const navigate = useNavigate();
  const [asked, setAsked] = useState<InteractionQuestion>();
  const [raising, setRaising] = useState(raise);
  const doing = useDoing('Interaction', 'Ticket');
  const timeline = useInteractionTimeline(interaction.id);
  const hiding = useInteractionHiding();
  const { id, customer } = interaction;
  const compose = useLocation({ select: ({ state }) => state.compose });
  // Who came by a key of the list wants to write at once.
  useEffect(() => {
    const box = compose && { note: NOTE_ID, end: SUMMARY_ID, reply: '', escalate: '', discuss: '' }[compose];
    if (box) document.getElementById(box)?.focus();
  }, [compose]);
  const focus = (box: string) => document.getElementById(box)?.focus();
  const actions = interactionActions(m, interaction, me, {
    end: () => focus(SUMMARY_ID),
    setStatus: (status) => hold(m, doing.run, id, status),
    takeOver: () => doing.run({ run: () => sendAgent(id, me.id), said: words.done.taken }),
    ask: setAsked,
    escalate: () => setRaising(true),
    openTicket: () =>
      navigate({
        to: '/customer-care/tickets/create',
        search: { customer_id: customer.id, interaction_id: id },
      }),
    note: () => focus(NOTE_ID),
    ...hiding.of(interaction),
  });
  useActions(actions);
  const running = interaction.allowed.includes('end');
  return (
    <>
      <PageHeader
        title={interactionTitle(m, interaction)}
        tab={words.one[interaction.channel]}
        above={<BackLink to="/customer-care/interactions">{words.title}</BackLink>}
        below={
          <Group gap="xs" mt={6}>
            <InteractionPill status={interaction.status} />
            <ChannelPill channel={interaction.channel} />
            {!interaction.ended_at && <Elapsed since={interaction.started_at} />}
          </Group>
        }
        actions={
          <>
            <ActionButtons actions={actions.filter(({ place }) => place === 'main')} />
            <ActionMenu actions={actions.filter(({ place }) => place === 'menu')} label={m.desk.more} />
          </>
        }
      />
      <DeletedNotice at={interaction.deleted_at} by={interaction.deleted_by} />
      {parts.notice(customer.id)}
      <Sides
        main={
          <>
            <HandedOver entries={timeline.data?.pages.flatMap(({ data }) => data) ?? []} />
            {parts.escalations({ interaction, raising, onRaising: setRaising })}
            {running ? (
              <WrapUp interaction={interaction} />
            ) : (
              <>
                <Words interaction={interaction} field="summary" />
                <Words interaction={interaction} field="transcript" />
              </>
            )}
            {interaction.allowed.includes('read_notes') && <Notes interaction={interaction} />}
          </>
        }
        side={
          <>
            <InteractionFacts interaction={interaction} />
            {parts.customer(customer.id)}
            <InteractionHistory interactionId={id} />
          </>
        }
      />
      {asked && (
        <Suspense fallback={null}>
          <InteractionDialogs
            asked={asked}
            interactions={[interaction]}
            pick={parts.pick}
            onClose={() => setAsked(undefined)}
          />
        </Suspense>
      )}
    </>
  );
}
