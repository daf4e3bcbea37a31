import { Group, Loader, Paper, Text } from '@mantine/core';
import { type Query, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { isPassing } from '@/api/problem';
import { useI18n } from '@/i18n/I18n';

const AFTER = 1500;
const struggles = ({ state }: Query) => state.fetchStatus === 'fetching' && state.fetchFailureCount > 0;

/** Whether what is in sight is what the desk said before it stopped answering; it is asked again and again. */
const isOld = ({ state: { data, error }, observers }: Query) =>
  data !== undefined && error && isPassing(error) && observers.some(({ options }) => options.refetchInterval);

/** Says so when the desk has not answered for a while, until it does. */
export function Reconnecting() {
  const { m } = useI18n();
  const cache = useQueryClient().getQueryCache();
  const trouble = useSyncExternalStore(
    (watcher) => cache.subscribe(watcher),
    () => cache.getAll().some((query) => struggles(query) || isOld(query)),
  );
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(trouble), trouble ? AFTER : 0);
    return () => clearTimeout(timer);
  }, [trouble]);
  if (!shown) return null;
  return (
    <Paper withBorder data-screen-only p="xs" mb="sm">
      <Group gap="0.6rem" wrap="nowrap">
        <Loader size="xs" aria-hidden />
        <Text size="sm">{m.desk.reconnecting}</Text>
      </Group>
    </Paper>
  );
}
