import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { MonitorCheck } from 'lucide-react';
import { listSessionsOptions } from '@/api/generated/@tanstack/react-query.gen';
import { endSession } from '@/api/generated/sdk.gen';
import type { Session } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { type Column, DataTable } from '@/ui/DataTable';
import { listState } from '@/ui/listState';
import { Panel } from '@/ui/Panel';
import { Pill } from '@/ui/Pill';
import { RelativeTime } from '@/ui/RelativeTime';
import { useDoing } from '@/ui/useDoing';

/** Where somebody is signed in, so that what they do not know can be ended. */
export function Sessions() {
  const { m, f } = useI18n();
  const words = m.session.sessions;
  const query = useQuery(listSessionsOptions({ query: { limit: 50 } }));
  const { run, isPending } = useDoing('Sessions');
  const end = (id: string) => run({ run: () => endSession({ path: { id }, throwOnError: true }), said: words.ended });
  const columns: [Column<Session>, ...Column<Session>[]] = [
    { id: 'began', named: true, label: words.began, render: ({ created_at }) => f.exact(created_at) },
    { id: 'seen', named: true, label: words.seen, render: ({ last_seen_at }) => <RelativeTime at={last_seen_at} /> },
    { id: 'ends', named: true, label: words.ends, render: ({ expires_at }) => <RelativeTime at={expires_at} /> },
    {
      id: 'end',
      label: words.end,
      render: ({ id, current, created_at }) =>
        current ? (
          <Pill tone="good" icon={MonitorCheck}>
            {words.current}
          </Pill>
        ) : (
          <Button
            size="xs"
            variant="default"
            loading={isPending}
            aria-label={words.endOf(f.exact(created_at))}
            onClick={() => end(id)}
          >
            {words.end}
          </Button>
        ),
    },
  ];
  const nothing = { title: words.none, about: '' };
  return (
    <Panel title={words.title} bare>
      <Text size="sm" c="dimmed" mb="sm">
        {words.about}
      </Text>
      <DataTable
        label={words.title}
        state={listState(
          query,
          query.data?.data.toSorted((a, b) => Number(b.current) - Number(a.current)),
          { filtered: false },
        )}
        rowKey={({ id }) => id}
        columns={columns}
        empty={nothing}
        filteredEmpty={nothing}
      />
    </Panel>
  );
}
