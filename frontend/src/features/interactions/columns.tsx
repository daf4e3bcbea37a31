import { Text } from '@mantine/core';
import type { Interaction } from '@/api/generated/types.gen';
import type { Messages } from '@/i18n/messages';
import type { Column } from '@/ui/DataTable';
import { DraftSign } from '@/ui/DraftSign';
import { Elapsed, lasted } from '@/ui/Elapsed';
import { ChannelPill } from '@/ui/marks';
import { RelativeTime } from '@/ui/RelativeTime';
import { RowLink } from '@/ui/RowLink';
import { InteractionPill, interactionTitle } from './marks';

/** What a list says about an interaction. */
export function interactionColumns(m: Messages) {
  const words = m.interactions;
  return {
    summary: {
      id: 'summary',
      label: words.summary,
      render: (row) => (
        <>
          <RowLink to="/customer-care/interactions/$interactionId" params={{ interactionId: row.id }}>
            {interactionTitle(m, row)}
          </RowLink>
          <Text size="xs" c="dimmed" lineClamp={1}>
            {row.summary ?? words.noSummary}
          </Text>
          <DraftSign of={`interaction.${row.id}.`} />
        </>
      ),
    },
    channel: { id: 'channel', label: words.channel, render: ({ channel }) => <ChannelPill channel={channel} /> },
    direction: {
      id: 'direction',
      named: true,
      label: words.direction,
      from: 'lg',
      render: ({ direction }) => words.directionsShort[direction],
    },
    status: { id: 'status', label: words.status, render: ({ status }) => <InteractionPill status={status} /> },
    agent: { id: 'agent', label: words.agent, render: ({ agent }) => agent?.name ?? words.unattended },
    started: {
      id: 'started',
      named: true,
      label: words.startedAt,
      render: ({ started_at }) => <RelativeTime at={started_at} />,
    },
    duration: {
      id: 'duration',
      named: true,
      label: words.duration,
      from: 'md',
      render: ({ duration_seconds: seconds, started_at }) =>
        seconds === null ? <Elapsed since={started_at} /> : lasted(m, seconds),
    },
  } satisfies Record<string, Column<Interaction>>;
}
